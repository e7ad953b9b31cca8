import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { type GithubHost, readHost } from '../../../shared/domain/github-host'
import type { FoundTokens } from '../github-port'

type Environment = Readonly<Record<string, string | undefined>>

/** Milliseconds: a keyring that waits for somebody to unlock it must not hold Rolecall up. */
const PATIENCE = 5_000

const User = z.object({ oauth_token: z.string().min(1).optional() }).nullish()
const GhHost = z.object({
  user: z.string().min(1).optional(),
  oauth_token: z.string().min(1).optional(),
  users: z.record(z.string(), User).optional(),
})
const GhHosts = z.record(z.string(), GhHost.nullish())

/**
 * Tokens that stand on this machine already: the environment’s, and those of `gh`. `api` is where `GITHUB_API_URL`
 * leads; without it the environment’s token is of `GH_HOST`.
 */
export function foundTokens(env: Environment, api: GithubHost | null): FoundTokens {
  const environment = (): { host: GithubHost; token: string } | null => {
    const token = env.GITHUB_TOKEN || env.GH_TOKEN
    const named = readHost(env.GH_HOST || 'github.com')
    const host = api ?? (named.ok ? named.host : null)
    return token && host ? { host, token } : null
  }
  return {
    environment,
    ghHosts: async () =>
      Object.entries(await hostsOf(env)).map(([host, entry]) => ({ host, login: entry?.user ?? null })),
    ghToken: async (host) => (await askGh(env, host)) ?? (await storedToken(env, host)),
  }
}

/** No token at all: the sandbox does not look at the machine around it. */
export const NO_TOKENS: FoundTokens = {
  environment: () => null,
  ghHosts: async () => [],
  ghToken: async () => null,
}

/** Null where there is no `gh`, or it has none for the host. Its token comes by a pipe and goes nowhere else. */
function askGh(env: Environment, host: string): Promise<string | null> {
  /* A token of the environment would be handed back in place of the one that `gh` keeps. */
  const {
    GITHUB_TOKEN: _,
    GH_TOKEN: __,
    GH_ENTERPRISE_TOKEN: ___,
    GITHUB_ENTERPRISE_TOKEN: ____,
    ...rest
  } = env
  const options = { env: rest, timeout: PATIENCE, windowsHide: true }
  return new Promise((resolve) => {
    execFile('gh', ['auth', 'token', '--hostname', host], options, (error, stdout) => {
      resolve(error ? null : stdout.trim() || null)
    })
  })
}

/** The token in `hosts.yml`, where `gh` was told to do without a keyring. */
async function storedToken(env: Environment, host: string): Promise<string | null> {
  const entry = (await hostsOf(env))[host]
  return entry?.oauth_token ?? entry?.users?.[entry.user ?? '']?.oauth_token ?? null
}

async function hostsOf(env: Environment): Promise<z.infer<typeof GhHosts>> {
  try {
    return GhHosts.parse(parse(await readFile(join(ghFolder(env), 'hosts.yml'), 'utf8')))
  } catch {
    /* No gh, or a file that is not gh’s: there is nothing to adopt. */
    return {}
  }
}

/** Where `gh` keeps its configuration (GitHub CLI manual, “gh help environment”). */
function ghFolder(env: Environment): string {
  if (env.GH_CONFIG_DIR) return env.GH_CONFIG_DIR
  if (env.XDG_CONFIG_HOME) return join(env.XDG_CONFIG_HOME, 'gh')
  if (process.platform === 'win32' && env.AppData) return join(env.AppData, 'GitHub CLI')
  return join(env.HOME ?? env.USERPROFILE ?? '', '.config', 'gh')
}
