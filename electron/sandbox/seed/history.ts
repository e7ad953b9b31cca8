import type { SandboxClock } from '../clock'
import { branchHead } from '../github/git-store'
import type { GithubRepository, GithubRun } from '../github/github-world'
import { newRun } from '../github/run-store'
import type { Runner } from '../runner/runner'
import { instant } from '../runner/scene'
import type { Beat, Tempo } from '../runner/tempo'
import type { Stage } from '../world'
import type { Blueprint } from './blueprint'
import { BLUEPRINTS } from './blueprints'
import type { CaseId } from './cases'
import { copyRun } from './copy-run'
import type { Role } from './seed-world'

const HOUR = 3_600_000

/** How long a step seems to have taken, in milliseconds. */
const SEEMING: Record<Beat, number> = { queue: 4_200, step: 2_600, retry: 1_900 }

/** Lets the stopped clock of a past run go on instead of waiting. */
export function pastTempo(clock: SandboxClock): Tempo {
  return {
    sleep: (milliseconds) => clock.pass(milliseconds),
    beat: async (kind) => {
      await new Promise((resolve) => setImmediate(resolve))
      clock.pass(SEEMING[kind])
    },
  }
}

/**
 * Gives a new world its last runs. The first repository of a case really ran, by the runner, when the clock stood
 * there; the others of that case get the same run in their own names, so that a large world is made in seconds.
 */
export async function playHistory(
  stage: Stage,
  cast: Role[],
  clock: SandboxClock,
  runner: Runner,
): Promise<void> {
  const present = stage.now()
  const played = new Map<CaseId, { repository: GithubRepository; run: GithubRun }>()
  for (const { caseId, repository } of cast) {
    const { lastRun } = BLUEPRINTS[caseId]
    if (lastRun === null) continue
    const first = played.get(caseId)
    if (first) {
      copyRun(stage.world, first, repository)
      continue
    }
    clock.travelTo(present - lastRun.hoursAgo * HOUR)
    const run = queueRun(stage, repository, lastRun)
    runner.trigger({
      repositoryId: repository.id,
      event: lastRun.event,
      ref: `refs/heads/${run.branch}`,
      inputs: {},
      actor: run.actor,
      runId: run.id,
    })
    await runner.idle()
    played.set(caseId, { repository, run })
  }
  clock.comeBack()
}

function queueRun(
  stage: Stage,
  repository: GithubRepository,
  { event }: NonNullable<Blueprint['lastRun']>,
): GithubRun {
  const [workflow] = repository.workflows
  const pull = event === 'pull_request' ? repository.pullRequests[0] : undefined
  const branch = pull?.head ?? repository.defaultBranch
  const headSha = branchHead(repository.git, branch)
  if (!workflow || headSha === null)
    throw new Error(`${repository.owner}/${repository.name} has nothing to run.`)
  return newRun(stage.world.github, repository, {
    workflow,
    event,
    branch,
    headSha,
    actor: 'sandbox-admin',
    title:
      pull?.title ?? (event === 'push' ? (repository.git.commits[headSha]?.message ?? '') : workflow.name),
    createdAt: instant(stage),
  })
}
