import type { ModelId, Region } from '../ids'
import type { OurJob } from '../picture'
import { gapModel } from '../workflow-md'
import type { Planning } from './draft'
import { plannedJob } from './wanted-of-job'

/** One model that will be called in one region, and the jobs that call it. */
export interface PlannedCall {
  region: Region
  model: ModelId
  jobs: OurJob[]
}

/** What the jobs of the planned role will call, each once; the setup's own model where there is no such job. */
export function callsOf({ jobs, setup, wanted, account }: Planning): PlannedCall[] {
  const planned = jobs.flatMap((job) => {
    const first = plannedJob(job, setup, wanted, account)
    const gap = job.frontMatter && gapModel(job.frontMatter)
    return gap ? [first, { ...first, model: gap }] : [first]
  })
  const calls: PlannedCall[] = []
  for (const { role, calledIn: region, model, job } of planned) {
    if (role.arn !== wanted.role.arn) continue
    const same = calls.find((one) => one.region === region && one.model === model)
    if (same) same.jobs.push(job)
    else calls.push({ region, model, jobs: [job] })
  }
  return calls.length > 0 ? calls : [{ region: wanted.region, model: wanted.model, jobs: [] }]
}
