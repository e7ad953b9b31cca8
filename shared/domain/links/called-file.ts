import { calledFile } from '../called-job'
import type { Finding } from '../finding'
import type { OurJob, Picture } from '../picture'
import type { WorkflowFile } from '../workflow-types'
import { type CheckScope, scopedCheck } from './check-scope'
import { evidence, finding, planned } from './found'

/** Whether a call within the repository can start, and whether the called job may ask for a token. */
export function calledFindings({ observation }: Picture, { bedrock, scope, acting }: OurJob): Finding[] {
  const { job } = bedrock
  if (!job.calls?.startsWith('./')) return []
  const place = { scope, called: job.calls, line: job.lines.uses ?? job.line }
  const found = calledFile(observation, job)
  if (!found) return [refused(place, 'called-missing', 'missing', 'is not on the default branch')]
  // That the file is not valid is told of the file itself.
  if (!found.parsed.valid) return []
  const { file } = found.parsed
  if (file.callInputs === null) {
    return [refused(place, 'not-callable', 'drift', 'has no workflow_call trigger')]
  }
  const absent = missingInputs(file, job.callWith)
  if (absent.length > 0) {
    return [
      refused(place, 'inputs-missing', 'drift', `requires ${absent.join(', ')}, which the job does not pass`),
    ]
  }
  return acting.bedrock.job !== job && ['none', 'read'].includes(acting.bedrock.job.idToken)
    ? [withoutToken(place, acting.bedrock.job.id)]
    : []
}

interface Place {
  scope: CheckScope
  called: string
  line: number
}

/** GitHub compares names of inputs without case. */
function missingInputs(file: WorkflowFile, passed: Record<string, string>): string[] {
  const given = new Set(Object.keys(passed).map((name) => name.toLowerCase()))
  return (file.callInputs ?? [])
    .filter((input) => input.required && input.default === null && !given.has(input.name.toLowerCase()))
    .map(({ name }) => name)
}

function refused(
  { scope, called, line }: Place,
  what: string,
  status: 'missing' | 'drift',
  why: string,
): Finding {
  const says = `The job ${scope.jobId} calls ${called}, which ${why}: GitHub does not start the run.`
  return finding('workflow', scopedCheck(what, scope), status, says, {
    breaks: true,
    evidence: [evidence('uses', null, called, scope.path, line)],
    repair: {
      kind: 'someone-else',
      who: 'the author of the workflow',
      what: `Correct the call of ${called}.`,
    },
  })
}

function withoutToken({ scope, called }: Place, jobId: string): Finding {
  const says = `The job ${jobId} of ${called} has no id-token: write, so GitHub gives it no token.`
  return finding('workflow', scopedCheck('id-token-called', scope), 'drift', says, {
    breaks: true,
    evidence: [evidence('id-token', 'write', 'none', called.slice('./'.length))],
    repair: planned(
      'Give the called job id-token: write by a pull request.',
      'propose-workflow',
      'merge-pull-request',
    ),
  })
}
