import { evaluateIf, type StatusSoFar } from '../../../shared/domain/expression'
import type { GithubJob } from '../github/github-world'
import { reviewOf } from '../github/run-store'
import { type ExpressionScope, lookupIn } from './lookup'
import { openJob, scopeBeforeEnvironment } from './open-job'
import type { PlannedJob } from './plan-jobs'
import { runSteps } from './run-steps'
import { instant, type Scene } from './scene'

/** Runs one job from its first step to its end, or marks it skipped; its state is visible all along. */
export async function runJob(
  scene: Scene,
  planned: PlannedJob,
  job: GithubJob,
  base: ExpressionScope,
  needed: StatusSoFar,
): Promise<void> {
  if (!mayRun(scene, planned, base, needed)) {
    const completedAt = instant(scene.stage)
    Object.assign(job, { status: 'completed', conclusion: 'skipped', steps: [], completedAt })
    return scene.save()
  }
  await scene.beat('queue')
  const open = openJob(scene, planned, job, base)
  const review = reviewOf(scene.repository, scene.run, open.environment)
  if (review === null) {
    Object.assign(job, { status: 'waiting' })
    return scene.save()
  }
  if (review === 'rejected') {
    Object.assign(job, {
      status: 'completed',
      conclusion: 'failure',
      steps: [],
      completedAt: instant(scene.stage),
    })
    return scene.save()
  }
  Object.assign(job, { status: 'in_progress', startedAt: instant(scene.stage) })
  const conclusion = await runSteps(open)
  Object.assign(job, { status: 'completed', conclusion, completedAt: instant(scene.stage) })
  scene.save()
}

/** Every `if` on the way holds; a job without one runs when the jobs that it needs succeeded. */
function mayRun(scene: Scene, planned: PlannedJob, base: ExpressionScope, needed: StatusSoFar): boolean {
  if (planned.conditions.length === 0) return needed === 'success'
  const lookup = lookupIn(scopeBeforeEnvironment(scene, planned, base))
  return planned.conditions.every((text) => evaluateIf(text, lookup, needed).holds)
}
