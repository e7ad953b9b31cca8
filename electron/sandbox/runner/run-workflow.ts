import type { StatusSoFar } from '../../../shared/domain/expression'
import { fileAt } from '../github/git-store'
import type { GithubJob } from '../github/github-world'
import { takeId } from '../github/repository-store'
import { reviewOf } from '../github/run-store'
import type { WorkflowSourceFile } from './called-workflow'
import { githubContext } from './github-context'
import type { ExpressionScope } from './lookup'
import { type PlannedJob, planJobs } from './plan-jobs'
import { runJob } from './run-job'
import { instant, type Scene } from './scene'
import { valuesFor } from './values'

/** Runs a queued run to its end: plans its jobs, runs each when those that it needs are done, sums up. */
export async function runWorkflow(scene: Scene): Promise<void> {
  const { run, world, stage } = scene
  await scene.beat('queue')
  const source = sourceOf(scene)
  const base = baseScope(scene)
  const plan = planJobs(world.github, source, base)
  if (!plan.starts) {
    Object.assign(run, { status: 'completed', conclusion: 'startup_failure', message: plan.message })
    return end(scene)
  }
  Object.assign(run, { status: 'in_progress', startedAt: instant(stage), jobs: jobRecords(scene, plan.jobs) })
  scene.save()
  do await runJobs(scene, plan.jobs, base)
  while (wasReviewedMeanwhile(scene))
  if (run.jobs.some(({ status }) => status === 'waiting')) run.status = 'waiting'
  else Object.assign(run, { status: 'completed', conclusion: conclusionOf(run.jobs) })
  end(scene)
}

/** Whether somebody has approved or rejected a waiting job while others still ran. */
function wasReviewedMeanwhile({ repository, run }: Scene): boolean {
  return run.jobs.some(
    ({ status, environment }) => status === 'waiting' && reviewOf(repository, run, environment) !== null,
  )
}

function sourceOf({ repository, run, happened }: Scene): WorkflowSourceFile {
  return {
    repository,
    path: run.workflowPath,
    commit: run.headSha,
    reference: `${repository.owner}/${repository.name}/${run.workflowPath}@${happened.ref}`,
    text: fileAt(repository.git, run.headSha, run.workflowPath) ?? '',
  }
}

function baseScope(scene: Scene): ExpressionScope {
  return {
    values: valuesFor(scene.world.github, scene.repository, null),
    inputs: scene.run.inputs,
    env: {},
    github: githubContext(scene),
    needs: {},
    steps: {},
  }
}

/** Jobs that were finished before a restart, or are kept by a re-run, stay as they are; all others begin anew. */
function jobRecords({ run, world }: Scene, planned: PlannedJob[]): GithubJob[] {
  const again = needing(planned, run.again ?? null)
  delete run.again
  return planned.map(({ name, key }) => {
    const earlier = run.jobs.find((job) => job.name === name)
    if (earlier?.status === 'completed' && !again.has(key)) return earlier
    return {
      id: earlier?.id ?? takeId(world.github),
      name,
      status: 'queued',
      conclusion: null,
      startedAt: null,
      completedAt: null,
      environment: null,
      steps: [],
      log: '',
    }
  })
}

/** The keys of a job and of all that need it, however far. */
function needing(planned: readonly PlannedJob[], name: string | null): ReadonlySet<string> {
  const found = new Set(planned.filter((each) => each.name === name).map(({ key }) => key))
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const { key, needs } of planned) if (needs.some((needed) => found.has(needed))) found.add(key)
  }
  return found
}

async function runJobs(scene: Scene, planned: PlannedJob[], base: ExpressionScope): Promise<void> {
  const started = new Map<string, Promise<GithubJob | null>>()
  const start = (each: PlannedJob): Promise<GithubJob | null> => {
    const running = started.get(each.key) ?? runWhenReady(each)
    started.set(each.key, running)
    return running
  }
  const runWhenReady = async (each: PlannedJob): Promise<GithubJob | null> => {
    const neededKeys = planned.filter(({ key }) => each.needs.includes(key))
    const needed = (await Promise.all(neededKeys.map(start))).filter((job) => job !== null)
    const job = scene.run.jobs[planned.indexOf(each)] ?? null
    if (job === null || job.status === 'completed' || needed.some(({ status }) => status === 'waiting'))
      return job
    await runJob(scene, each, job, { ...base, needs: resultsOf(neededKeys, needed) }, statusOf(needed))
    return job
  }
  // All of them end before the run does, also where one is abandoned.
  const ended = await Promise.allSettled(planned.map(start))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}

function resultsOf(planned: PlannedJob[], jobs: GithubJob[]): Record<string, string> {
  return Object.fromEntries(planned.map(({ job }, index) => [job.id, jobs[index]?.conclusion ?? '']))
}

/** A skipped job stands in the way of those that need it, as a failed one does. */
function statusOf(needed: GithubJob[]): StatusSoFar {
  if (needed.every(({ conclusion }) => conclusion === 'success')) return 'success'
  return needed.some(({ conclusion }) => conclusion === 'cancelled') ? 'cancelled' : 'failure'
}

function conclusionOf(jobs: GithubJob[]): 'success' | 'failure' | 'skipped' {
  if (jobs.some(({ conclusion }) => conclusion === 'failure')) return 'failure'
  return jobs.every(({ conclusion }) => conclusion === 'skipped') ? 'skipped' : 'success'
}

function end(scene: Scene): void {
  scene.run.updatedAt = instant(scene.stage)
  scene.save()
}
