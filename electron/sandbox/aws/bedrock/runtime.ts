import type { Hono } from 'hono'
import type { Stage } from '../../world'
import { AwsFault } from '../aws-fault'
import type { AwsAccount, BedrockModel } from '../aws-world'
import { callerOf } from '../caller'
import { converseAnswer, nativeAnswer } from './answer'
import { converseStream, nativeStream } from './answer-stream'
import { admitCounting, admitInvocation, type InvokeAction } from './invocation'
import { jsonBody } from './rest-fault'

type Answer = (model: BedrockModel, body: unknown) => Response

const OPERATIONS: Record<string, { action: InvokeAction; answer: Answer }> = {
  invoke: {
    action: 'bedrock:InvokeModel',
    answer: (model, body) => Response.json(nativeAnswer(model, body)),
  },
  converse: {
    action: 'bedrock:InvokeModel',
    answer: (model, body) => Response.json(converseAnswer(model, body)),
  },
  'invoke-with-response-stream': {
    action: 'bedrock:InvokeModelWithResponseStream',
    answer: nativeStream,
  },
  'converse-stream': { action: 'bedrock:InvokeModelWithResponseStream', answer: converseStream },
}

/** About four characters a token; the real count is the model's own. */
function tokensIn(body: unknown): number {
  return Math.max(1, Math.ceil(JSON.stringify(body).length / 4))
}

/** Throttles as Bedrock does once a minute's tokens are used up (field-notes §7 row 26). */
function takeTokens(stage: Stage, { tokens }: AwsAccount, wanted: number): void {
  if (!tokens) return
  if (stage.now() - Date.parse(tokens.since) >= 60_000) {
    Object.assign(tokens, { used: 0, since: new Date(stage.now()).toISOString() })
  }
  if (tokens.used + wanted > tokens.aMinute) {
    throw new AwsFault('ThrottlingException', 'Too many tokens, please wait before trying again.', 429)
  }
  tokens.used += wanted
  stage.changed()
}

/** Bedrock's data plane: invoke and converse, each also as a stream, and counting tokens. */
export function addRuntimeRoutes(routes: Hono, stage: Stage): void {
  for (const [name, { action, answer }] of Object.entries(OPERATIONS)) {
    routes.post(`/model/:model/${name}`, async (context) => {
      const caller = callerOf(stage, (header) => context.req.header(header))
      const model = admitInvocation(stage, caller, context.req.param('model'), action)
      const body = jsonBody(await context.req.text())
      takeTokens(stage, caller.account, tokensIn(body))
      return answer(model, body)
    })
  }
  routes.post('/model/:model/count-tokens', async (context) => {
    const caller = callerOf(stage, (header) => context.req.header(header))
    admitCounting(stage, caller, context.req.param('model'))
    return Response.json({ inputTokens: tokensIn(jsonBody(await context.req.text())) })
  })
}
