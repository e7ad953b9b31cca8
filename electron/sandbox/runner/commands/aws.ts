import { askModel, callerIdentity, keysIn, type ModelOperation } from '../aws-calls'
import type { StepScene } from '../job-scene'
import { optionOf } from '../shell-line'
import type { Command } from './command'

const NO_KEYS = 'Unable to locate credentials. You can configure credentials by running "aws login".'

/** The AWS CLI, as far as it asks who it is and calls a model; exit codes as its documentation gives them. */
export const aws: Command = async (scene, { words }) => {
  const [, service, operation] = words
  const region = optionOf(words, '--region') ?? (scene.env.AWS_REGION || scene.env.AWS_DEFAULT_REGION || '')
  if (service === 'sts' && operation === 'get-caller-identity') return whoAmI(scene, region)
  if (service !== 'bedrock-runtime') return 0
  if (operation === 'converse') return ask(scene, words, region, 'Converse')
  if (operation === 'invoke-model-with-response-stream') {
    return ask(scene, words, region, 'InvokeModelWithResponseStream')
  }
  if (operation === 'count-tokens') return ask(scene, words, region, 'CountTokens')
  return operation === 'invoke-model' ? ask(scene, words, region, 'InvokeModel') : 0
}

async function whoAmI({ env, log, origin }: StepScene, region: string): Promise<number> {
  const keys = keysIn(env)
  if (keys === null) return complain(log, NO_KEYS, 253)
  const answer = await callerIdentity(origin, region || 'us-east-1', keys)
  if (!answer.ok) return complain(log, errorText(answer, 'GetCallerIdentity'), 254)
  log.line(JSON.stringify(answer.value, null, 4))
  return 0
}

async function ask(
  { env, log, origin }: StepScene,
  words: string[],
  region: string,
  operation: ModelOperation,
): Promise<number> {
  if (region === '') {
    return complain(
      log,
      'You must specify a region. You can also configure your region by running "aws configure".',
      253,
    )
  }
  const keys = keysIn(env)
  if (keys === null) return complain(log, NO_KEYS, 253)
  const model = optionOf(words, '--model-id') ?? ''
  const prompt = optionOf(words, '--messages', '--body', '--input') ?? 'Hello'
  const answer = await askModel(origin, { operation, region, model, prompt }, keys)
  if (!answer.ok) return complain(log, errorText(answer, operation), 254)
  log.line(answer.value)
  return 0
}

function complain(log: StepScene['log'], text: string, code: number): number {
  log.line('', text)
  return code
}

function errorText({ code, message }: { code: string; message: string }, operation: string): string {
  return `An error occurred (${code}) when calling the ${operation} operation: ${message}`
}
