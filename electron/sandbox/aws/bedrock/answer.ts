import { z } from 'zod'
import { AwsFault } from '../aws-fault'
import type { BedrockModel } from '../aws-world'

const TOKENS_PER_WORD = 1.4

/** The model's answer: short, always the same, and naming the model that gave it. */
export function answerOf(model: BedrockModel): string {
  return `Hello from ${model.name} (${model.id}) on Amazon Bedrock. This answer needed no stored credentials.`
}

/** Token counts of the order that a real call shows. */
export function usageOf(prompt: string, answer: string): { input: number; output: number } {
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '').length
  return {
    input: Math.max(1, Math.round(words(prompt) * TOKENS_PER_WORD)),
    output: Math.round(words(answer) * TOKENS_PER_WORD),
  }
}

const AnthropicBody = z.looseObject({
  anthropic_version: z.string(),
  max_tokens: z.number().int().positive(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })).min(1),
})

/** The body of an `InvokeModel` answer in the shape of the model's provider. */
export function nativeAnswer(model: BedrockModel, body: unknown): Record<string, unknown> {
  if (model.provider !== 'Anthropic') {
    const text = answerOf(model)
    return { output: { message: { role: 'assistant', content: [{ text }] } }, stopReason: 'end_turn' }
  }
  const asked = AnthropicBody.safeParse(body)
  if (!asked.success) throw malformedInput(asked.error)
  const text = answerOf(model)
  const { input, output } = usageOf(JSON.stringify(asked.data.messages), text)
  return {
    model: model.id,
    id: `msg_bdrk_${model.id.replace(/\W/g, '')}`,
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: input, output_tokens: output },
  }
}

/** The body of a `Converse` answer. */
export function converseAnswer(model: BedrockModel, body: unknown): Record<string, unknown> {
  const asked = z.looseObject({ messages: z.array(z.unknown()).optional() }).safeParse(body)
  if (!asked.success) throw malformedInput(asked.error)
  const text = answerOf(model)
  const { input, output } = usageOf(JSON.stringify(asked.data.messages ?? []), text)
  return {
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason: 'end_turn',
    usage: { inputTokens: input, outputTokens: output, totalTokens: input + output },
    metrics: { latencyMs: 1 },
  }
}

function malformedInput(error: z.ZodError): AwsFault {
  const [issue] = error.issues
  const key = issue?.path.join('/') ?? ''
  return new AwsFault(
    'ValidationException',
    `Malformed input request: #: required key [${key}] not found or not valid, please reformat your input and try again.`,
  )
}
