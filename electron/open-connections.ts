import { type GithubHost, hostOfApi } from '../shared/domain/github-host'
import { answerWithin } from './answer-within'
import { createAwsGateway } from './clients/aws/aws-gateway'
import { beginDeviceFlow } from './clients/github/device-flow'
import { fetchWithCa } from './clients/github/fetch-with-ca'
import { foundTokens, NO_TOKENS } from './clients/github/found-tokens'
import { createGithubClient } from './clients/github/github-client'
import type { FoundTokens } from './clients/github-port'
import { apiOf } from './github-api'
import type { HouseOptions } from './house'
import type { RealmOptions } from './open-realm'
import type { Sandbox } from './sandbox/sandbox'
import { ConnectionService } from './services/connections'
import { AwsConnections } from './services/connections/aws-connections'
import { GithubIdentities, type OpenGithub } from './services/connections/github-identities'
import { GithubWaysIn } from './services/connections/github-ways-in'
import { takeUpKnown } from './services/connections/known-identities'
import { MfaDesk } from './services/connections/mfa-desk'
import { TokenIssuers } from './services/connections/token-issuers'
import { memoryVault } from './storage/vault'

interface World {
  options: RealmOptions
  /** The environment of this world: the sandbox has one of its own. */
  env: HouseOptions['env']
  sandbox: Sandbox | null
}

/** Opens the connections of one world; `ready` resolves when those that were known were tried. */
export function openConnections(world: World): { connections: ConnectionService; ready: Promise<void> } {
  const { options, env, sandbox } = world
  const { settings, start } = options
  const host = sandbox ? hostOfApi(sandbox.githubUrl) : start.host
  const vault = sandbox ? memoryVault() : options.vault
  const found = sandbox ? NO_TOKENS : foundTokens(env, apiOf(env))
  const desk = new MfaDesk(options.askMfa ?? null)
  const gateway = createAwsGateway(env, (device) => desk.ask(device))
  const identities = new GithubIdentities({ settings, vault, host, open: githubOpener(world) })
  const connections = new ConnectionService({
    aws: new AwsConnections({ gateway, settings, desk }),
    desk,
    identities,
    ways: waysIn(world, identities, found, host),
    host,
    issuers: new TokenIssuers(settings, host),
    keepsSecrets: vault.durable,
    whyNotKept: vault.whyNot,
    sandbox: sandbox !== null,
  })
  const connect = (): Promise<void> =>
    sandbox
      ? connectSandbox(connections, sandbox)
      : connectKnown(connections, env, () =>
          takeUpKnown(identities, { stored: settings.read(), found, vault }, start),
        )
  return { connections, ready: options.alone ? Promise.resolve() : connect() }
}

function githubOpener({ env, sandbox }: World): OpenGithub {
  const waits = answerWithin(env)
  return ({ token, host: { apiUrl }, caFile }, noticed) =>
    createGithubClient({
      baseUrl: apiUrl,
      token,
      noticed,
      spaced: sandbox === null,
      ...(waits === null ? {} : { answerWithin: waits }),
      ...fetchOf(caFile),
    })
}

function waysIn(
  { options: { preferences }, env }: World,
  identities: GithubIdentities,
  found: FoundTokens,
  host: GithubHost,
): GithubWaysIn {
  return new GithubWaysIn({
    identities,
    found,
    host,
    begin: ({ apiUrl: baseUrl }, caFile, clientId, signal) =>
      beginDeviceFlow({ baseUrl, clientId, signal, ...fetchOf(caFile) }),
    clientId: () => preferences.read().preferences.githubClientId ?? (env.ROLECALL_GITHUB_CLIENT_ID || null),
    keepClientId: (githubClientId) =>
      void preferences.update((stored) => ({
        ...stored,
        preferences: { ...stored.preferences, githubClientId },
      })),
  })
}

function fetchOf(caFile: string | null): { fetch?: typeof fetch } {
  return caFile === null ? {} : { fetch: fetchWithCa(caFile) }
}

async function connectSandbox(connections: ConnectionService, sandbox: Sandbox): Promise<void> {
  const { host } = connections
  await connections.identities.adopt({ token: sandbox.token, host, origin: 'sandbox', caFile: null })
  const { profiles, aws } = await connections.get()
  const pinned = new Set(aws.map(({ profile }) => profile))
  /* What needs a sign-in or a code is left to whoever explores. */
  const open = profiles.filter(({ name, kind }) => kind === 'static' && !pinned.has(name))
  for (const { name } of open) await connections.aws.connect(name, null)
}

/** Every identity that is known, and the environment's profile where none was connected yet. */
async function connectKnown(
  connections: ConnectionService,
  env: HouseOptions['env'],
  takeUp: () => Promise<void>,
): Promise<void> {
  const github = takeUp()
  const profile = env.AWS_PROFILE || (env.AWS_ACCESS_KEY_ID ? 'environment' : null)
  const aws = profile && connections.lines().length === 0 ? connections.aws.connect(profile, null) : null
  /* A failure here is shown with the connection: nothing else depends on it. */
  await Promise.all([github, aws?.catch((error: unknown) => connections.aws.blame(profile ?? '', error))])
}
