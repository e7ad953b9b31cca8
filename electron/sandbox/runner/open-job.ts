import { resolveExpression } from '../../../shared/domain/expression'
import type { GithubJob } from '../github/github-world'
import { JobLog } from './job-log'
import type { JobScene } from './job-scene'
import { stepRecords } from './job-steps'
import { type ExpressionScope, lookupIn } from './lookup'
import type { PlannedJob } from './plan-jobs'
import { isRestricted } from './restricted'
import type { Scene } from './scene'
import { resolveAll } from './step-scene'
import { valuesFor } from './values'

/** What a job's own expressions read before its environment is known. */
export function scopeBeforeEnvironment(
  scene: Scene,
  planned: PlannedJob,
  base: ExpressionScope,
): ExpressionScope {
  return scopeOfJob(scene, planned, base, null)
}

/** Makes the machine of a job: its environment, what expressions read, an empty log, its steps all queued. */
export function openJob(scene: Scene, planned: PlannedJob, job: GithubJob, base: ExpressionScope): JobScene {
  const environment = environmentOf(planned, scopeBeforeEnvironment(scene, planned, base))
  const scope = scopeOfJob(scene, planned, base, environment)
  const fileEnv = resolveAll(planned.fileEnv, lookupIn(scope))
  const jobEnv = resolveAll(planned.job.env, lookupIn({ ...scope, env: fileEnv }))
  Object.assign(job, { environment, log: '', steps: stepRecords(planned.job.steps) })
  const log = new JobLog(job, scene.stage.now)
  for (const secret of [...Object.values(scope.values.secrets), base.github.token ?? '']) log.mask(secret)
  return {
    ...scene,
    planned: isRestricted(scene.run) ? { ...planned, mayRequestToken: false } : planned,
    job,
    log,
    environment,
    scope: { ...scope, env: { ...fileEnv, ...jobEnv } },
    exported: {},
    workspace: null,
    temporary: {},
  }
}

function environmentOf({ job }: PlannedJob, scope: ExpressionScope): string | null {
  return job.environment === null ? null : resolveExpression(job.environment, lookupIn(scope)).value || null
}

function scopeOfJob(
  { stage, repository, run }: Scene,
  planned: PlannedJob,
  base: ExpressionScope,
  environment: string | null,
): ExpressionScope {
  const { variables, secrets } = valuesFor(stage.world.github, repository, environment)
  const own = isRestricted(run) ? {} : secrets
  const passed = planned.secrets === 'all' ? own : planned.secrets
  return { ...base, inputs: planned.inputs, values: { variables, secrets: passed }, steps: {} }
}
