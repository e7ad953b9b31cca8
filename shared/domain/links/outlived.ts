import type { Finding } from '../finding'
import type { OurJob, Picture } from '../picture'
import { valueOr } from '../reading'
import { LONGEST_SESSION, outlivedSession } from '../session-outlived'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned } from './found'
import { decisiveRun, succeeded } from './last-run'

/** Whether a job's own limits let it outlive its session, which nothing refreshes (field-notes §7 row 17). */
export function outlivedFindings({ observation }: Picture, job: OurJob): Finding[] {
  const { acting, scope } = job
  const { before, during } = outlivedSession(acting.bedrock.job)
  const [first] = before
  const step = acting.bedrock.job.steps[first?.index ?? during?.index ?? -1]
  const session = first?.session ?? during?.session
  if (!step || session === undefined) return []
  const name = step.name ?? `at line ${step.line}`
  const isLocal = acting.calls.every(({ job: calling }) => calling.calls?.startsWith('./'))
  const run = decisiveRun(scope.path, valueOr(observation.runs, []))
  const proven = run && succeeded(run) ? ` Run #${run.number} was quick enough.` : ''
  const says = first
    ? `The session of the job ${scope.jobId} lasts ${session} seconds, and its limits allow ${first.passed} to pass before the step ${name}.${proven}`
    : `The session of the job ${scope.jobId} lasts ${session} seconds, and its step ${name} may run for ${during?.limit}.${proven}`
  const isTooLong = !first && (during?.limit ?? 0) > LONGEST_SESSION
  return [
    finding('workflow', scopedCheck('session-outlived', scope), 'drift', says, {
      evidence: [
        evidence(
          'timeout-minutes',
          null,
          step.timeout ?? acting.bedrock.job.timeout ?? null,
          scope.path,
          step.line,
        ),
      ],
      repair:
        isTooLong || !isLocal
          ? {
              kind: 'someone-else',
              who: 'the author of the workflow',
              what: 'Split the step: no session lasts that long.',
            }
          : planned(
              first
                ? 'Take the role again before it by a pull request.'
                : 'Ask for a longer session by a pull request.',
              'propose-workflow',
              'merge-pull-request',
            ),
    }),
  ]
}
