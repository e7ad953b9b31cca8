import { z } from 'zod'
import { ExpectedFailure } from '../../../shared/domain/failure'
import { decisiveRun, succeeded } from '../../../shared/domain/links/last-run'
import type { RepositoryObservation } from '../../../shared/domain/observation'
import { type OurJob, standingJobs } from '../../../shared/domain/picture'
import { known, type Reading } from '../../../shared/domain/reading'
import type { RunJob, RunSummary } from '../../../shared/domain/run'
import { mayBeSkipped, saysOfSkip, skipInRun } from '../../../shared/domain/skipped'
import { asking } from './errors'
import { jobFromRest, RestJob } from './from-rest'
import type { Octokit } from './octokit'
import { repo } from './settings'

/* A workflow that passes Bedrock over more often than this on end is told so: the older runs are not asked for. */
const MOST_LOOKED_INTO = 3

/* About the latest runs of a thousand repositories; the first kept goes first. */
const KEPT = 3_000

type Jobs = Map<string, RunJob[]>
const KNOWN = new WeakMap<Octokit, Jobs>()

/**
 * The runs, with those marked that GitHub shows as green although they passed over what calls Bedrock. Asks for the jobs
 * of the run that decides, only where a condition may have skipped them, and for each run once.
 */
export async function lookIntoRuns(
  octokit: Octokit,
  observation: RepositoryObservation,
): Promise<Reading<RunSummary[]>> {
  if (!observation.runs.known) return observation.runs
  const skippable = standingJobs(observation).filter(mayBeSkipped)
  let runs = observation.runs.value
  for (const path of new Set(skippable.map(({ scope }) => scope.path))) {
    const jobs = skippable.filter(({ scope }) => scope.path === path)
    runs = await withMarks(octokit, runs, path, jobs)
  }
  return known(runs)
}

async function withMarks(
  octokit: Octokit,
  runs: RunSummary[],
  path: string,
  ours: readonly OurJob[],
): Promise<RunSummary[]> {
  let marked = runs
  for (let looked = 0; ; looked += 1) {
    const run = decisiveRun(path, marked)
    if (!run || !succeeded(run)) return marked
    const unproven =
      looked < MOST_LOOKED_INTO
        ? await whyUnproven(octokit, run, ours)
        : `The ${MOST_LOOKED_INTO} green runs after it passed over what calls Bedrock, so it was not looked into.`
    if (unproven === null) return marked
    marked = marked.map((one) => (one.id === run.id ? { ...one, unproven } : one))
  }
}

/** What of ours the run passed over; null where all of it ran. One job that ran whole is enough of a proof. */
async function whyUnproven(
  octokit: Octokit,
  run: RunSummary,
  ours: readonly OurJob[],
): Promise<string | null> {
  try {
    const jobs = await jobsOf(octokit, run)
    const skips = ours.map((one) => skipInRun(jobs, one))
    const [first] = skips
    return first && skips.every((skip) => skip !== null) ? saysOfSkip(first) : null
  } catch (error) {
    if (!(error instanceof ExpectedFailure)) throw error
    return `Whether its job ran or was skipped could not be read. ${error.failure.sentence}`
  }
}

async function jobsOf(octokit: Octokit, run: RunSummary): Promise<RunJob[]> {
  const kept = KNOWN.get(octokit) ?? new Map<string, RunJob[]>()
  KNOWN.set(octokit, kept)
  /* GraphQL tells no attempt; another one changes the time of the run. */
  const key = `${run.repository} ${run.id} ${run.updatedAt}`
  const before = kept.get(key)
  if (before) return before
  const jobs = await asking(`read the jobs of run ${run.id} of ${run.repository}`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
      ...repo(run.repository),
      run_id: run.id,
      filter: 'latest',
      per_page: 100,
    })
    return z.array(RestJob).parse(data.jobs).map(jobFromRest)
  })
  kept.set(key, jobs)
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
  return jobs
}
