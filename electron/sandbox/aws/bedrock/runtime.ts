import type { Hono } from 'hono'
import type { Stage } from '../../world'
import type { BedrockModel } from '../aws-world'
import { callerOf } from '../caller'
import { converseAnswer, nativeAnswer } from './answer'
import { converseStream, nativeStream } from './answer-stream'
import { admitInvocation, type InvokeAction } from './invocation'
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

/** Bedrock's data plane: invoke and converse, each also as a stream. */
export function addRuntimeRoutes(routes: Hono, stage: Stage): void {
  for (const [name, { action, answer }] of Object.entries(OPERATIONS)) {
    routes.post(`/model/:model/${name}`, async (context) => {
      const caller = callerOf(stage, (header) => context.req.header(header))
      const model = admitInvocation(stage, caller, context.req.param('model'), action)
      return answer(model, jsonBody(await context.req.text()))
    })
  }
}
