import type { ModelOperation } from '../aws-calls'

/** Where a script takes a value from: a variable of the environment, a literal, or the one and then the other. */
export interface ScriptValue {
  variable: string | null
  literal: string | null
  /** The script fails without the variable (`os.environ["X"]`). */
  required: boolean
}

/** What a script says about its call of Bedrock. */
export interface BedrockScript {
  operation: ModelOperation
  region: ScriptValue
  model: ScriptValue
  prompt: ScriptValue
  /** 1-based line of the call. */
  line: number
}

const CALL = /\.(converse|invoke_model)\s*\(|new\s+(Converse|InvokeModel)Command/
const READ_VARIABLE =
  /os\.environ\[\s*["'](\w+)["']\s*\]|os\.(?:environ\.get|getenv)\(\s*["'](\w+)["'](?:\s*,\s*["']([^"']*)["'])?|process\.env(?:\.(\w+)|\[["'](\w+)["']\])(?:\s*(?:\|\||\?\?)\s*["']([^"']*)["'])?/g

/** Reads a Python or JavaScript program; null when it does not call a model. */
export function readBedrockScript(text: string): BedrockScript | null {
  const call = CALL.exec(text)
  if (call === null || !/bedrock/i.test(text)) return null
  const values = variablesIn(text)
  const operation = /converse/i.test(call[1] ?? call[2] ?? '') ? 'Converse' : 'InvokeModel'
  return {
    operation,
    region: pick(values, /REGION/i, /region(?:_name)?\s*[=:]\s*["']([^"']+)["']/i.exec(text)?.[1]),
    model: pick(values, /MODEL/i, /model_?id\s*[=:]\s*["']([^"']+)["']/i.exec(text)?.[1]),
    prompt: pick(
      values,
      /PROMPT|QUESTION/i,
      /["']?(?:content|text)["']?\s*:\s*["']([^"']+)["']/.exec(text)?.[1],
    ),
    line: text.slice(0, call.index).split('\n').length,
  }
}

function variablesIn(text: string): ScriptValue[] {
  return [...text.matchAll(READ_VARIABLE)].map(([, indexed, gotten, otherwise, dotted, keyed, fallback]) => ({
    variable: indexed ?? gotten ?? dotted ?? keyed ?? null,
    literal: otherwise ?? fallback ?? null,
    required: indexed !== undefined,
  }))
}

function pick(values: ScriptValue[], name: RegExp, literal: string | undefined): ScriptValue {
  const read = values.find(({ variable }) => name.test(variable ?? ''))
  return read ?? { variable: null, literal: literal ?? null, required: false }
}
