import type { GithubRepository, GithubRun } from '../github/github-world'
import { instant as githubInstant } from '../github/request/context'
import type { IssuerKeys } from '../issuer'
import type { Stage, World } from '../world'
import type { RunOrigin } from './run-origin'
import type { Tempo } from './tempo'

/** Thrown where a run must not go on: it was cancelled, started anew, or its world is gone. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned'
}

/** What the whole of one run shares. */
export interface Scene {
  stage: Stage
  /** The sandbox's own address, under which the runner reaches STS and Bedrock. */
  origin: string
  issuer: IssuerKeys
  tempo: Tempo
  world: World
  repository: GithubRepository
  run: GithubRun
  happened: RunOrigin
  /** Makes what changed durable and visible. */
  save(): void
  /** Waits, then throws `Abandoned` if the run must not go on. */
  beat(kind: Parameters<Tempo['beat']>[0]): Promise<void>
}

/** This moment of the sandbox's clock, as GitHub writes times. */
export function instant(stage: Stage): string {
  return githubInstant(stage.now())
}
