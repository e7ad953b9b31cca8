import type { Chain } from '../finding'
import type { RoleObservation } from '../observation'
import { type ChainContext, type OurJob, pictureOf } from '../picture'
import type { SignInProof } from '../proof/sign-in'
import type { RunJob, RunSummary } from '../run'
import { namesJob, namesOfJob } from '../shown-job'
import { accountIn, roleAt, targetsOf } from '../target'
import type { LogExtract } from './log-extract'

/** What a diagnosis is made from beside the text: the run, its job, and the world as that very run met it. */
export interface Scene {
  run: RunSummary | null
  job: RunJob | null
  /** Judged for the run's own event and ref; null where nothing could be read. */
  chain: Chain | null
  premises: ChainContext | null
  log: LogExtract | null
  /** What AWS recorded of a refused sign-in of the job; left out where nobody looked, or nothing was found. */
  refused?: SignInProof | undefined
}

/** The Bedrock job of the workflow file that a job of the run is; null where it cannot be told. */
export function ourJobOf({ run, job, premises }: Scene): OurJob | null {
  if (!run || !premises) return null
  const jobs = pictureOf(premises).jobs.filter(({ scope }) => scope.path === run.workflowPath)
  if (!job) return jobs.length === 1 ? (jobs[0] ?? null) : null
  return jobs.find((one) => namesJob(job.name, namesOfJob(one))) ?? null
}

/** The role that the job takes, as IAM holds it; null where it is not there or was not read. */
export function roleOf(scene: Scene): RoleObservation | null {
  const ours = ourJobOf(scene)
  if (!ours || !scene.premises) return null
  const picture = pictureOf(scene.premises)
  const role = targetsOf(picture).find(({ job }) => job?.scope.jobId === ours.scope.jobId)?.role
  const account = role && accountIn(picture, role.account)
  return role && account?.known && account.value.roles.known ? roleAt(account.value, role) : null
}
