import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { cleanEnvironment, ROOT } from './surroundings'

/** The sandbox in a process of its own, which a panel meets as if it were the real clouds. */
export interface Clouds {
  /** The environment that leads there; no token is among it. */
  surroundings: Record<string, string>
  /** A token of a person there, with these classic scopes, by GitHub’s device flow. */
  tokenWith(scopes: string): Promise<string>
  stop(): Promise<void>
}

/** The client ID of the sandbox’s app that allows the device flow. */
const CLIENT_ID = 'Ov23liSandboxRolecall'

/** Stands the sandbox up as `rolecall sandbox` does. */
export async function standClouds(home: string): Promise<Clouds> {
  const program = join(ROOT, 'dist', 'node', 'cli.js')
  const child = spawn(process.execPath, [program, 'sandbox', '--json', '--home', home], {
    env: cleanEnvironment(home),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { GITHUB_TOKEN: _, ...surroundings } = await environmentOf(child.stdout)
  return {
    surroundings,
    tokenWith: (scope) => signIn(surroundings.GITHUB_API_URL ?? '', scope),
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function environmentOf(output: NodeJS.ReadableStream): Promise<Record<string, string>> {
  let text = ''
  for await (const part of output) {
    text += String(part)
    if (text.trimEnd().endsWith('}')) return JSON.parse(text) as Record<string, string>
  }
  throw new Error(`The sandbox did not begin: ${text}`)
}

async function signIn(api: string, scope: string): Promise<string> {
  const post = (path: string, body: Record<string, string>): Promise<Response> =>
    fetch(`${api}${path}`, { method: 'POST', body: new URLSearchParams(body) })
  const begun = (await (await post('/login/device/code', { client_id: CLIENT_ID, scope })).json()) as {
    device_code: string
    user_code: string
  }
  await post('/login/device', { user_code: begun.user_code, decision: 'approve' })
  const answer = await post('/login/oauth/access_token', {
    client_id: CLIENT_ID,
    device_code: begun.device_code,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
  })
  return ((await answer.json()) as { access_token: string }).access_token
}
