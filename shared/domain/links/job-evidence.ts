import type { Evidence } from '../finding'
import type { OurJob } from '../picture'
import { evidence } from './found'

/** Label of the evidence that carries a job's displayed name where it differs from its ID. */
export const JOB_NAME = 'job name'

/** The displayed name of a job, which is all that a run tells of it. */
export function jobEvidence({ bedrock: { job }, scope }: OurJob): Evidence[] {
  return job.name === null || job.name === job.id
    ? []
    : [evidence(JOB_NAME, null, job.name, scope.path, job.line)]
}
