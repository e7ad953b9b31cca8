import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { OwnSandbox } from '../../../electron/sandbox/sandbox'
import { hostOfApi } from '../../../shared/domain/github-host'
import { fakeGh, grant } from '../github-house'
import { temporaryFolder } from '../temporary-folder'
import { placesBelow } from './find-leaks'

const letters = (text: string, count: number): string => text.repeat(count).slice(0, count)

/** Secrets that can be recognised wherever they went. */
export const SECRETS = {
  token: `ghp_${letters('C4naryT0ken', 36)}`,
  refused: `ghp_${letters('C4naryRefus3d', 36)}`,
  ofGh: `gho_${letters('C4naryOfGh', 36)}`,
  logged: `ghs_${letters('C4naryL0gged', 36)}`,
  secretKey: letters('C4nary/Secr3t+', 40),
  processKey: letters('C4nary+Proc3ss/', 40),
  sessionToken: `IQoJb3JpZ2luX2Vj${letters('C4narySess10n', 200)}`.replaceAll('_', ''),
  pem: letters('C4naryPemB0dy', 64),
}

/** What a job's author let it print: GitHub masks only what it knows to be secret. */
export const SPILLED = [
  `token ${SECRETS.logged}`,
  `AWS_SECRET_ACCESS_KEY=${SECRETS.secretKey}`,
  `{"SessionToken":"${SECRETS.sessionToken}"}`,
  `remote: https://x-access-token:${SECRETS.logged}@github.com/acme/web`,
  '-----BEGIN RSA PRIVATE KEY-----',
  SECRETS.pem,
  '-----END RSA PRIVATE KEY-----',
  '##[error]it ended here',
]
  .map((line) => `2026-11-20T12:00:00.1234567Z ${line}\n`)
  .join('')

/** A server that words the token that it was sent in its refusal. */
export async function echoingServer(): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(422, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ message: `Bad header: authorization ${request.headers.authorization}` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/github`
}

/** The machine of somebody who has secrets: where Rolecall lives on it, and the environment that it meets. */
export interface Machine {
  home: string
  env: Record<string, string>
}

/**
 * A home with the user's own files of AWS: the sandbox's profiles, with keys that can be recognised; two profiles whose
 * keys a process prints, one of them failing afterwards; and a `gh` that has a token.
 */
export async function machineWithKeys(sandbox: OwnSandbox): Promise<Machine> {
  const home = await temporaryFolder()
  const keys = await readFile(sandbox.awsCredentialsFile, 'utf8')
  const known = keys.replaceAll(/(aws_secret_access_key = ).*/g, `$1${SECRETS.secretKey}`)
  const keyId = /aws_access_key_id = (\S+)/.exec(keys)?.[1] ?? ''
  const config = await readFile(sandbox.awsConfigFile, 'utf8')
  await mkdir(join(home, '.aws'))
  await writeFile(join(home, '.aws', 'config'), `${config}\n${await processProfiles(config, keyId)}`)
  await writeFile(join(home, '.aws', 'credentials'), known)
  const gh = await fakeGh(hostOfApi(sandbox.githubUrl).host, grant(sandbox, SECRETS.ofGh))
  return { home, env: { HOME: home, PATH: gh, GITHUB_API_URL: sandbox.githubUrl } }
}

async function processProfiles(config: string, keyId: string): Promise<string> {
  const endpoint = /^endpoint_url = .*$/m.exec(config)?.[0] ?? ''
  const printed = JSON.stringify({
    Version: 1,
    AccessKeyId: keyId,
    SecretAccessKey: SECRETS.processKey,
    SessionToken: SECRETS.sessionToken,
  })
  const profile = async (name: string, code: number): Promise<string> => {
    const program = join(await temporaryFolder(), 'credentials')
    await writeFile(
      program,
      `#!${process.execPath}\nconsole.log(${JSON.stringify(printed)})\nconsole.error(${JSON.stringify(printed)})\nprocess.exitCode = ${code}\n`,
    )
    await chmod(program, 0o755)
    return `[profile ${name}]\nregion = us-east-1\n${endpoint}\ncredential_process = ${program}\n`
  }
  return `${await profile('by-process', 0)}\n${await profile('by-failing-process', 1)}`
}

/** Secrets that the flows were given on their way, and the one file each of them belongs into. */
export async function secretsMade(sandbox: OwnSandbox, home: string): Promise<Record<string, string>> {
  const tokens = Object.keys(sandbox.stage.world.github.tokens)
  const oauth = tokens.find((token) => token.startsWith('gho_') && token !== SECRETS.ofGh)
  const cache = (await placesBelow(join(home, '.aws'))).find(({ name }) => name.startsWith('sso/cache/'))
  const { accessToken, refreshToken, clientSecret } = JSON.parse(String(cache?.bytes))
  return { oauth: oauth ?? 'none', accessToken, refreshToken, clientSecret }
}

/** Where a secret stands by right: the user's own key file, and the sign-in that the AWS CLI shares. */
const BY_RIGHT = [
  /^secretKey as [\w ]+ in \.aws\/credentials$/,
  /^(?:accessToken|refreshToken|clientSecret) as [\w ]+ in \.aws\/sso\/cache\/[0-9a-f]{40}\.json$/,
]

/** The leaks that are no right place of their secret. */
export function outOfPlace(leaks: readonly string[]): string[] {
  return leaks.filter((leak) => !BY_RIGHT.some((right) => right.test(leak)))
}
