import { bedrockJobs } from '../bedrock-jobs'
import { calledFile } from '../called-job'
import type { Finding, Repair } from '../finding'
import type { RepositoryObservation, WorkflowObservation } from '../observation'
import type { Call, OurJob, Picture } from '../picture'
import { valueOr } from '../reading'
import { declaresPermissions, exceedingScopes } from '../workflow/scopes'
import { rightsBeyond } from '../workflow-repairs'
import type { WorkflowFile, WorkflowJob } from '../workflow-types'
import { type CheckScope, scopedCheck } from './check-scope'
import { evidence, finding, planned } from './found'
import { decisiveRun, succeeded } from './last-run'
import { seemsOurs } from './seems-ours'

/** Whether a job's calls within the repository can start, whether the called job may ask for a token, and what is not seen. */
export function calledFindings({ observation }: Picture, { scope, acting, observed }: OurJob): Finding[] {
  let caller = observed
  for (const [index, call] of acting.calls.entries()) {
    const place = { scope, called: call.job.calls ?? '', line: index === 0 ? lineOf(call) : null }
    const found = calledFile(observation, call.job)
    const findings = found
      ? findingsOfCall(place, {
          caller,
          job: call.job,
          called: found,
          isLast: index === acting.calls.length - 1,
        })
      : notFound(observation, place)
    if (findings.length > 0 || !found) return findings
    caller = found
  }
  return []
}

function lineOf({ job }: Call): number {
  return job.lines.uses ?? job.line
}

interface Place {
  scope: CheckScope
  called: string
  line: number | null
}

interface LocalCall {
  caller: WorkflowObservation
  job: WorkflowJob
  called: WorkflowObservation
  isLast: boolean
}

/** Another repository’s file is not read: only a run tells what its job names, asks for and does. */
function notFound(observation: RepositoryObservation, place: Place): Finding[] {
  const { called, scope } = place
  if (called.startsWith('./'))
    return [refused(place, 'called-missing', 'missing', 'is not on the default branch')]
  const run = decisiveRun(scope.path, valueOr(observation.runs, []))
  return run && succeeded(run) ? [] : [unseen(place, 'called-elsewhere', 'lies in another repository')]
}

function findingsOfCall(place: Place, { caller, job, called, isLast }: LocalCall): Finding[] {
  if (!called.parsed.valid) {
    // Of a file that seems ours this is told of itself.
    return seemsOurs(called) ? [] : [refused(place, 'called-invalid', 'drift', 'is not a valid workflow')]
  }
  const { file } = called.parsed
  const why = refusalOf(file, job)
  if (why) return [refused(place, why.what, 'drift', why.says)]
  const [exceeding] = exceedingScopes(caller.text, job.id, called.text)
  if (exceeding) {
    const { jobId, asked, allowed } = exceeding
    const says = `has a job ${jobId} that asks for ${asked}, of which its caller has ${allowed}`
    const isNamed = rightsBeyond(caller.text, job.id, called.text) !== null
    return [refused(place, 'called-permissions', 'drift', says, isNamed ? GRANT : undefined)]
  }
  const [bedrock, ...others] = bedrockJobs(file)
  if (bedrock && isWithoutToken(called, bedrock.job)) return [withoutToken(place, bedrock.job.id)]
  if (!bedrock && isLast) return [unseen(place, 'called-unclear', 'does not show how it takes the role')]
  return others.length > 0 ? [unseen(place, 'called-several', 'has several jobs that take a role')] : []
}

/** What a called job does not declare it has from its caller, even where its file also starts by itself. */
function isWithoutToken({ text }: WorkflowObservation, { id, idToken }: WorkflowJob): boolean {
  return ['none', 'read'].includes(idToken) && declaresPermissions(text, id)
}

/** What GitHub checks of a call before it starts a run (GitHub Docs, reusing workflows). */
function refusalOf(
  { callInputs }: WorkflowFile,
  { callWith }: WorkflowJob,
): { what: string; says: string } | null {
  if (callInputs === null) return { what: 'not-callable', says: 'has no workflow_call trigger' }
  const given = Object.keys(callWith).map((name) => name.toLowerCase())
  const declared = callInputs.map(({ name }) => name.toLowerCase())
  const absent = callInputs
    .filter((input) => input.required && input.default === null && !given.includes(input.name.toLowerCase()))
    .map(({ name }) => name)
  if (absent.length > 0) {
    return { what: 'inputs-missing', says: `requires ${absent.join(', ')}, which the job does not pass` }
  }
  const undeclared = given.filter((name) => !declared.includes(name))
  return undeclared.length > 0
    ? { what: 'inputs-undeclared', says: `does not declare ${undeclared.join(', ')}, which the job passes` }
    : null
}

function refused(
  { scope, called, line }: Place,
  what: string,
  status: 'missing' | 'drift',
  why: string,
  repair?: Repair,
): Finding {
  const says = `The job ${scope.jobId} calls ${called}, which ${why}: GitHub does not start the run.`
  return finding('workflow', scopedCheck(what, scope), status, says, {
    breaks: true,
    evidence: [evidence('uses', null, called, scope.path, line)],
    repair: repair ?? {
      kind: 'someone-else',
      who: 'the author of the workflow',
      what: `Correct the call of ${called}.`,
    },
  })
}

const GRANT = planned(
  'Grant it to the calling job by a pull request.',
  'propose-workflow',
  'merge-pull-request',
)

function unseen({ scope, called, line }: Place, what: string, why: string): Finding {
  const says = `The job ${scope.jobId} calls ${called}, which ${why}: a run that succeeds will prove it.`
  return finding('workflow', scopedCheck(what, scope), 'unknown', says, {
    evidence: [evidence('uses', null, called, scope.path, line)],
    repair: { kind: 'test-run', says: 'Start a test run.' },
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
