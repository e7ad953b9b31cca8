import { profileFiles } from './aws-profiles'
import type { FreshWorld } from './sandbox-server'
import { ADMIN_TOKEN } from './seed/seed-world'
import type { Stage } from './world'

export interface SandboxOptions {
  /** Folder under which `sandbox/` keeps the world; null keeps it in memory. */
  home: string | null
  /** For a world that does not exist yet. */
  seed?: number
  /** For a world that does not exist yet: at least one repository for each case. */
  repos?: number
  /** Milliseconds that a step takes; 0 for none. */
  pace?: number
  /** Begins a new world even where one is kept. */
  reset?: boolean
  /** Milliseconds since the epoch. */
  now?: () => number
  /** Moves the clock that `now` tells; without it a job that sleeps wakes at once, and no time has passed. */
  pass?: (milliseconds: number) => void
}

/** Where everything of a sandbox is. */
export interface Places {
  origin: string
  /** Base URL of GitHub's REST API; GraphQL is at `/graphql` below it. */
  githubUrl: string
  awsUrl: string
  /** A token of the world's administrator. */
  token: string
  awsConfigFile: string
  awsCredentialsFile: string
}

/** The embedded world over HTTP, in this process or in the one that already runs it. */
export interface Sandbox extends Places {
  /** What the user should know, such as a kept world that could not be read. */
  notices: string[]
  /** Null when the sandbox runs in another process. */
  stage: Stage | null
  /** Resolves when no run is going. */
  idle(): Promise<void>
  /** Begins a new world: all that was done in the old one is gone. */
  reset(fresh?: FreshWorld): Promise<void>
  /** Stops it where it runs in this process; one of another process goes on. */
  close(): Promise<void>
}

/** A sandbox that runs in this process. */
export interface OwnSandbox extends Sandbox {
  stage: Stage
}

/** One that can be asked without a socket, by whoever stands between it and its clients. */
export interface AnsweringSandbox extends OwnSandbox {
  answer(request: Request): Response | Promise<Response>
}

export function placesOf(folder: string, origin: string): Places {
  const { config, credentials } = profileFiles(folder)
  return {
    origin,
    githubUrl: `${origin}/github`,
    awsUrl: `${origin}/aws`,
    token: ADMIN_TOKEN,
    awsConfigFile: config,
    awsCredentialsFile: credentials,
  }
}
