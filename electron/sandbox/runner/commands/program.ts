import { type AwsAnswer, askModel, keysIn, type ModelCall } from '../aws-calls'
import { type StepScene, workingDirectory } from '../job-scene'
import { type BedrockScript, readBedrockScript, type ScriptValue } from './bedrock-script'
import type { Command } from './command'
import { botoError, type ScriptError, sdkError } from './script-errors'

/** `python x.py` and `node x.mjs`: a script of the repository that calls Bedrock makes the call; any other succeeds. */
export const program: Command = async (scene, { words }) => {
  const [interpreter = '', ...rest] = words
  const path = rest.find((word) => /\.(?:py|[cm]?js|ts)$/.test(word))
  const isPython = interpreter.startsWith('python')
  // Without a file the program is inline (`-c`, a here-document): the step's own text.
  const text = path === undefined ? scene.script : scene.workspace?.[path.replace(/^\.\//, '')]
  if (text === undefined) return missing(scene, interpreter, path ?? '', isPython)
  const script = readBedrockScript(text)
  if (script === null) return 0
  const failed = await play(scene, script)
  if (failed === null) return 0
  const place = { file: path === undefined ? '<stdin>' : `${workingDirectory(scene)}/${path}`, text, script }
  scene.log.line(...(isPython ? botoError(failed, place) : sdkError(failed, place)))
  return 1
}

function missing(scene: StepScene, interpreter: string, path: string, isPython: boolean): number {
  const full = `${workingDirectory(scene)}/${path}`
  if (isPython) {
    scene.log.line(`${interpreter}: can't open file '${full}': [Errno 2] No such file or directory`)
    return 2
  }
  scene.log.line(`Error: Cannot find module '${full}'`, "  code: 'MODULE_NOT_FOUND'")
  return 1
}

/** Makes the script's call and prints the answer; the error when there is one. */
async function play(
  { env, log, origin, stage }: StepScene,
  script: BedrockScript,
): Promise<ScriptError | null> {
  for (const value of [script.region, script.model, script.prompt]) {
    if (value.required && env[value.variable ?? ''] === undefined) {
      return { kind: 'missing-variable', name: value.variable ?? '' }
    }
  }
  const region = valueIn(script.region, env) || env.AWS_DEFAULT_REGION || env.AWS_REGION || ''
  if (region === '') return { kind: 'no-region' }
  const model = valueIn(script.model, env)
  if (model === '') return { kind: 'no-model' }
  const keys = keysIn(env)
  if (keys === null) return { kind: 'no-credentials' }
  const call: ModelCall = {
    operation: script.operation,
    region,
    model,
    prompt: valueIn(script.prompt, env) || 'Hello',
  }
  if (stage.world.aws.regions[region] === undefined) return { kind: 'no-endpoint', call }
  const answer: AwsAnswer<string> = await askModel(origin, call, keys)
  if (!answer.ok) return { kind: 'refused', code: answer.code, message: answer.message }
  log.line(answer.value)
  return null
}

function valueIn({ variable, literal }: ScriptValue, env: Record<string, string>): string {
  return (variable === null ? '' : env[variable]) || literal || ''
}
