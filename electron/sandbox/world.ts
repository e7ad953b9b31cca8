import type { AwsWorld } from './aws/aws-world'
import type { GithubWorld } from './github/github-world'

/** The embedded world: everything that the sandbox's servers know. */
export interface World {
  version: 1
  seed: number
  aws: AwsWorld
  github: GithubWorld
  /** Releases of tools that jobs install, where it matters which; the first is what a new world has. */
  tools?: { claudeCode: 'quotes-bedrock' | 'summarises' | 'loses-credentials' }
}

/** What the sandbox's servers share: the world, a clock, and the call that makes a change durable. */
export interface Stage {
  world: World
  /** Milliseconds since the epoch. */
  now(): number
  /** Call after each mutation; saving is atomic and coalesced. */
  changed(): void
}
