import { EventStreamCodec } from '@smithy/core/event-streams'
import type { BedrockModel } from '../aws-world'
import { answerOf, converseAnswer, nativeAnswer, usageOf } from './answer'

type StreamEvent = [name: string, payload: Record<string, unknown>]

const codec = new EventStreamCodec(
  (input) => (typeof input === 'string' ? input : Buffer.from(input).toString('utf8')),
  (input) => Buffer.from(input, 'utf8'),
)

/** The answer of `ConverseStream`: the same text as `Converse`, event by event. */
export function converseStream(model: BedrockModel, body: unknown): Response {
  const { stopReason, usage, metrics } = converseAnswer(model, body)
  return eventStream([
    ['messageStart', { role: 'assistant' }],
    ...words(answerOf(model)).map(
      (text): StreamEvent => ['contentBlockDelta', { contentBlockIndex: 0, delta: { text } }],
    ),
    ['contentBlockStop', { contentBlockIndex: 0 }],
    ['messageStop', { stopReason }],
    ['metadata', { usage, metrics }],
  ])
}

/** The answer of `InvokeModelWithResponseStream`: chunks in the shape of the model's provider. */
export function nativeStream(model: BedrockModel, body: unknown): Response {
  const chunks = model.provider === 'Anthropic' ? anthropicChunks(model, body) : [nativeAnswer(model, body)]
  return eventStream(
    chunks.map((chunk): StreamEvent => {
      const bytes = Buffer.from(JSON.stringify(chunk)).toString('base64')
      return ['chunk', { bytes }]
    }),
  )
}

function anthropicChunks(model: BedrockModel, body: unknown): Record<string, unknown>[] {
  const { content: _text, stop_reason, stop_sequence, ...message } = nativeAnswer(model, body)
  const text = answerOf(model)
  const { output } = usageOf('', text)
  return [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null, stop_sequence } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage: { output_tokens: output } },
    { type: 'message_stop' },
  ]
}

function words(text: string): string[] {
  return text.match(/\S+\s*/g) ?? []
}

function eventStream(events: StreamEvent[]): Response {
  const frames = events.map(([name, payload]) =>
    codec.encode({
      headers: {
        ':event-type': { type: 'string', value: name },
        ':content-type': { type: 'string', value: 'application/json' },
        ':message-type': { type: 'string', value: 'event' },
      },
      body: Buffer.from(JSON.stringify(payload)),
    }),
  )
  return new Response(Buffer.concat(frames), {
    headers: {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-bedrock-content-type': 'application/json',
    },
  })
}
