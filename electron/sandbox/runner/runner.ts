import type { GithubRepository, GithubRun } from '../github/github-world'
import { repositoryById } from '../github/repository-store'
import type { IssuerKeys } from '../issuer'
import type { Stage } from '../world'
import { queueRuns } from './queue-runs'
import { originOfRun } from './run-origin'
import { runWorkflow } from './run-workflow'
import { Abandoned, instant, type Scene } from './scene'
import type { Tempo } from './tempo'
import type { TriggerEvent } from './trigger'

/** GitHub's runners, all of them: they take events and make the runs of the world go on. */
export interface Runner {
  trigger(event: TriggerEvent): void
  /** Resolves when no run is going. */
  idle(): Promise<void>
  /** Takes up the runs that a stopped process left: their unfinished jobs begin anew. */
  resume(): void
  /** Leaves every run where it is; resolves when none touches the world any more. */
  stop(): Promise<void>
}

export interface RunnerOptions {
  /** The sandbox's own address, under which jobs reach STS and Bedrock. */
  origin: string
  issuer: IssuerKeys
  tempo: Tempo
  /** Told of what is a bug of the runner; the run is then failed. */
  onError(error: unknown): void
}

export function createRunner(stage: Stage, options: RunnerOptions): Runner {
  const going = new Set<Promise<void>>()
  let stopped = false
  const start = (repository: GithubRepository, run: GithubRun): void => {
    const scene = openScene(stage, options, { repository, run }, () => stopped)
    const running = guarded(scene, options).finally(() => going.delete(running))
    going.add(running)
  }
  return {
    trigger(event) {
      const repository = repositoryById(stage.world.github, event.repositoryId)
      if (!repository || stopped) return
      for (const run of queueRuns(stage, repository, event)) start(repository, run)
    },
    async idle() {
      while (going.size > 0) await Promise.all(going)
    },
    resume() {
      for (const repository of stage.world.github.repositories) {
        const left = repository.runs.filter(({ status }) => status !== 'completed' && status !== 'waiting')
        for (const run of left) start(repository, run)
      }
    },
    async stop() {
      stopped = true
      await Promise.all(going)
    },
  }
}

function openScene(
  stage: Stage,
  { origin, issuer, tempo }: RunnerOptions,
  what: Pick<Scene, 'repository' | 'run'>,
  stopped: () => boolean,
): Scene {
  const { world } = stage
  const { attempt } = what.run
  const isOver = () =>
    stopped() || stage.world !== world || what.run.attempt !== attempt || what.run.status === 'completed'
  return {
    ...what,
    happened: originOfRun(what.repository, what.run),
    stage,
    world,
    origin,
    issuer,
    tempo,
    save: () => {
      what.run.updatedAt = instant(stage)
      stage.changed()
    },
    beat: async (kind) => {
      await tempo.beat(kind)
      if (isOver()) throw new Abandoned()
    },
  }
}

async function guarded(scene: Scene, { onError }: RunnerOptions): Promise<void> {
  try {
    await runWorkflow(scene)
  } catch (error) {
    if (error instanceof Abandoned) return
    onError(error)
    Object.assign(scene.run, { status: 'completed', conclusion: 'failure' })
    scene.save()
  }
}
