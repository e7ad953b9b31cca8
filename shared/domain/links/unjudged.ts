import type { Finding } from '../finding'
import type { OurJob } from '../picture'
import type { WorkflowStep } from '../workflow-types'
import { type CheckScope, scopedCheck } from './check-scope'
import { evidence, finding } from './found'

/** Something that a job is given, after which nothing that is judged need hold. */
export function unjudged(
  scope: CheckScope,
  check: string,
  says: string,
  name: string,
  line: number,
): Finding {
  return finding('workflow', scopedCheck(check, scope), 'unknown', says, {
    evidence: [evidence(name, 'absent', 'given', scope.path, line)],
    repair: {
      kind: 'someone-else',
      who: 'the author of the workflow',
      what: `Remove ${name} from the job ${scope.jobId}.`,
    },
  })
}

/** What a step sees of the environment that the files write down. */
export function environmentOf({ acting, file }: OurJob, step: WorkflowStep): Record<string, string> {
  const ofFile = acting.calls.length === 0 ? file.env : {}
  return { ...ofFile, ...acting.bedrock.job.env, ...step.env }
}
