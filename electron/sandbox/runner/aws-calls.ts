import {
  BedrockRuntimeClient,
  ConverseCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandOutput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { z } from 'zod'

/** An answer of AWS, or its error as the SDK tells it. `status` is null when no response came. */
export type AwsAnswer<T> =
  | { ok: true; value: T }
  | { ok: false; code: string; message: string; status: number | null }

export interface SessionKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  /** Such as `AROA…:GitHubActions`. */
  assumedRoleId: string
}

/** One endpoint for all services, as the sandbox has; the SDK must not retry: the action that is played does. */
function clientOptions(origin: string, region: string) {
  return { endpoint: `${origin}/aws`, region, maxAttempts: 1 }
}

/** What `configure-aws-credentials` asks STS for. */
export interface RoleRequest {
  role: string
  token: string
  /** Seconds. */
  duration: number
  session: string
}

/** STS as the action holds it: one client for all of its attempts. */
export function openSts(origin: string, region: string) {
  const client = new STSClient({
    ...clientOptions(origin, region),
    endpoint: `${origin}/aws/${region}`,
    // The call is not signed, but the SDK would look for credentials all over the machine.
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  })
  return {
    async assumeRole({ role, token, duration, session }: RoleRequest): Promise<AwsAnswer<SessionKeys>> {
      const answer = await answerOf(
        client.send(
          new AssumeRoleWithWebIdentityCommand({
            RoleArn: role,
            RoleSessionName: session,
            WebIdentityToken: token,
            DurationSeconds: duration,
          }),
        ),
      )
      return answer.ok ? { ok: true, value: sessionKeys(answer.value) } : answer
    },
    close: () => client.destroy(),
  }
}

function sessionKeys({
  Credentials: keys,
  AssumedRoleUser: user,
}: AssumeRoleWithWebIdentityCommandOutput): SessionKeys {
  return {
    accessKeyId: keys?.AccessKeyId ?? '',
    secretAccessKey: keys?.SecretAccessKey ?? '',
    sessionToken: keys?.SessionToken ?? '',
    assumedRoleId: user?.AssumedRoleId ?? '',
  }
}

/** Keys in a process's environment; null when there are none. */
export function keysIn(env: Record<string, string>) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (!accessKeyId || !secretAccessKey) return null
  return env.AWS_SESSION_TOKEN
    ? { accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN }
    : { accessKeyId, secretAccessKey }
}

export type Keys = NonNullable<ReturnType<typeof keysIn>>

/** Who the keys belong to. */
export async function callerIdentity(
  origin: string,
  region: string,
  credentials: Keys,
): Promise<AwsAnswer<{ UserId: string; Account: string; Arn: string }>> {
  const client = new STSClient({ ...clientOptions(origin, region), credentials })
  const answer = await answerOf(client.send(new GetCallerIdentityCommand({})))
  client.destroy()
  if (!answer.ok) return answer
  const { UserId = '', Account = '', Arn = '' } = answer.value
  return { ok: true, value: { UserId, Account, Arn } }
}

export type ModelOperation = 'Converse' | 'InvokeModel' | 'InvokeModelWithResponseStream' | 'CountTokens'

export interface ModelCall {
  operation: ModelOperation
  region: string
  model: string
  prompt: string
}

/** Asks a model on Bedrock; the value is its text. */
export async function askModel(
  origin: string,
  call: ModelCall,
  credentials: Keys,
): Promise<AwsAnswer<string>> {
  const client = new BedrockRuntimeClient({ ...clientOptions(origin, call.region), credentials })
  const answer = await answerOf(OPERATIONS[call.operation](client, call))
  client.destroy()
  return answer
}

async function converse(client: BedrockRuntimeClient, { model, prompt }: ModelCall): Promise<string> {
  const messages = [{ role: 'user' as const, content: [{ text: prompt }] }]
  const { output } = await client.send(new ConverseCommand({ modelId: model, messages }))
  return (output?.message?.content ?? []).map(({ text }) => text ?? '').join('')
}

async function invoke(client: BedrockRuntimeClient, { model, prompt }: ModelCall): Promise<string> {
  const request = { modelId: model, body: claudeBody(prompt), contentType: 'application/json' }
  const response = await client.send(new InvokeModelCommand(request))
  return textIn(JSON.parse(response.body.transformToString()))
}

async function stream(client: BedrockRuntimeClient, { model, prompt }: ModelCall): Promise<string> {
  const request = { modelId: model, body: claudeBody(prompt), contentType: 'application/json' }
  const response = await client.send(new InvokeModelWithResponseStreamCommand(request))
  const texts: string[] = []
  for await (const { chunk } of response.body ?? []) {
    texts.push(deltaIn(JSON.parse(Buffer.from(chunk?.bytes ?? []).toString('utf8') || 'null')))
  }
  return texts.join('')
}

async function count(client: BedrockRuntimeClient, { model, prompt }: ModelCall): Promise<string> {
  const messages = [{ role: 'user' as const, content: [{ text: prompt }] }]
  const request = { modelId: model, input: { converse: { messages } } }
  return JSON.stringify({ inputTokens: (await client.send(new CountTokensCommand(request))).inputTokens })
}

const OPERATIONS = {
  Converse: converse,
  InvokeModel: invoke,
  InvokeModelWithResponseStream: stream,
  CountTokens: count,
}

function claudeBody(prompt: string): string {
  return JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 1000,
    messages: [{ role: 'user', content: prompt }],
  })
}

const Delta = z.object({ delta: z.object({ text: z.string() }) })

/** The text that one chunk of a Claude answer adds. */
function deltaIn(chunk: unknown): string {
  return Delta.safeParse(chunk).data?.delta.text ?? ''
}

/** `content[0].text` of a Claude message. */
function textIn(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('content' in answer)) return ''
  const [first]: unknown[] = Array.isArray(answer.content) ? answer.content : []
  return typeof first === 'object' && first !== null && 'text' in first ? String(first.text) : ''
}

async function answerOf<T>(sent: Promise<T>): Promise<AwsAnswer<T>> {
  try {
    return { ok: true, value: await sent }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { ok: false, code: error.name, message: error.message, status: statusOf(error) }
  }
}

function statusOf(error: object): number | null {
  const metadata = '$metadata' in error ? error.$metadata : null
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null
}
