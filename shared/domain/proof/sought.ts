import { configuringStep } from '../bedrock-jobs'
import { resolveExpression } from '../expression'
import { parseRoleArn, Region } from '../ids'
import type { LogLine } from '../log'
import type { OurJob } from '../picture'
import { valueOr } from '../reading'
import type { RunJob, RunSummary } from '../run'
import { inputOf } from '../workflow/steps'

/** What is known of one exchange of a job's token: what its event must look like. Times in milliseconds, as GitHub's clock tells them. */
export interface SoughtSignIn {
  job: Pick<RunJob, 'id' | 'name'>
  /** ARN; null where it is hidden. */
  role: string | null
  region: Region | null
  /** Null where only the run knew it. */
  sessionName: string | null
  subjects: string[]
  from: number
  to: number
  /** As the log tells it. */
  outcome: 'taken' | 'refused' | null
}

/** The action's default (aws-actions/configure-aws-credentials, `role-session-name`). */
const DEFAULT_SESSION_NAME = 'GitHubActions'

/** When the event of an exchange may say that it was: clocks differ a little, and CloudTrail tells whole seconds. */
export function timeOfEvent({ from, to }: Pick<SoughtSignIn, 'from' | 'to'>): { from: number; to: number } {
  return { from: from - 2_000, to: to + 3_000 }
}

/** The exchanges of one job: from its log, which tells what was in force then, else from the file and the step's times. */
export function soughtSignIns(
  run: RunSummary,
  job: RunJob,
  ours: OurJob | null,
  lines: readonly LogLine[] | null,
): SoughtSignIn[] {
  const written = asWritten(run, job, ours)
  if (lines === null) return inTimeOfStep(job, ours, written)
  return exchangesIn(lines).flatMap((exchange) => {
    const times = exchange.times.length > 0 ? exchange.times : timesOfStep(job, ours)
    if (times.length === 0) return []
    const { role, region, sessionName, outcome } = exchange
    return {
      ...written,
      role: role ?? written.role,
      region: region ?? written.region,
      sessionName: sessionName ?? written.sessionName,
      outcome,
      from: Math.min(...times),
      to: Math.max(...times),
    }
  })
}

type Written = Omit<SoughtSignIn, 'from' | 'to' | 'outcome'>

function asWritten(run: RunSummary, job: RunJob, ours: OurJob | null): Written {
  const role = ours?.role.kind === 'value' && parseRoleArn(ours.role.value) ? ours.role.value.trim() : null
  const region = Region.safeParse(ours?.region.kind === 'value' ? ours.region.value : null)
  return {
    job: { id: job.id, name: job.name },
    role,
    region: region.success ? region.data : null,
    sessionName: ours && sessionNameOf(ours, run),
    subjects: ours ? valueOr(ours.subjects, []).map(({ subject }) => subject) : [],
  }
}

/** The name as the run resolves it: `${{ github.run_id }}` in it makes the session unmistakable. */
function sessionNameOf({ acting }: OurJob, run: RunSummary): string | null {
  const step = configuringStep(acting.bedrock.job)
  if (!step) return null
  const text = inputOf(step, 'role-session-name')
  if (text === null) return DEFAULT_SESSION_NAME
  const ofRun: Record<string, string> = {
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    sha: run.headSha,
    ...(run.actor === null ? {} : { actor: run.actor }),
  }
  const { value, known } = resolveExpression(text, (context, name) =>
    context === 'github' ? (ofRun[name] ?? null) : acting.read(`\${{ ${context}.${name} }}`),
  )
  return known ? value.trim() || DEFAULT_SESSION_NAME : null
}

interface Exchange extends Pick<SoughtSignIn, 'role' | 'region' | 'sessionName' | 'outcome'> {
  times: number[]
}

const TAKEN = /^Authenticated as assumedRoleId \S+?:(?<session>[\w+=,.@-]+)\s*$/
const REFUSED = /^(?:Error: )?Could not assume role with OIDC/

/** Each configure step that asked STS, with what its inputs and answers say. */
function exchangesIn(lines: readonly LogLine[]): Exchange[] {
  const found: Exchange[] = []
  let inputs: Pick<Exchange, 'role' | 'region' | 'sessionName'> = NO_INPUTS
  let open: Exchange | null = null
  for (const { kind, text, at } of lines) {
    if (kind === 'group') {
      inputs = NO_INPUTS
      open = null
      continue
    }
    inputs = withInput(inputs, text)
    if (/^Assuming role with OIDC\s*$/.test(text) && !open) {
      open = { ...inputs, outcome: null, times: [] }
      found.push(open)
    }
    if (!open) continue
    const session = TAKEN.exec(text)?.groups?.session
    const isRefused = REFUSED.test(text)
    if (!session && !isRefused && !/^Assuming role/.test(text)) continue
    if (at !== null) open.times.push(Date.parse(at))
    if (session) Object.assign(open, { outcome: 'taken', sessionName: session })
    if (isRefused) open.outcome = 'refused'
    if (session || isRefused) open = null
  }
  return found
}

const NO_INPUTS = { role: null, region: null, sessionName: null }

/** A value that GitHub masks says nothing. */
function withInput(
  inputs: Pick<Exchange, 'role' | 'region' | 'sessionName'>,
  text: string,
): Pick<Exchange, 'role' | 'region' | 'sessionName'> {
  const [, name, value = ''] = /^\s+(role-to-assume|aws-region|role-session-name): (\S+)\s*$/.exec(text) ?? []
  if (name === undefined || value.includes('***')) return inputs
  if (name === 'role-to-assume') return parseRoleArn(value) ? { ...inputs, role: value } : inputs
  if (name === 'role-session-name') return { ...inputs, sessionName: value }
  const region = Region.safeParse(value)
  return region.success ? { ...inputs, region: region.data } : inputs
}

function inTimeOfStep(job: RunJob, ours: OurJob | null, written: Written): SoughtSignIn[] {
  const times = timesOfStep(job, ours)
  if (!ours || times.length === 0) return []
  return [{ ...written, outcome: null, from: Math.min(...times), to: Math.max(...times) }]
}

/** When the step ran that takes the role; of a job whose steps do not tell it, when the job ran. */
function timesOfStep(job: RunJob, ours: OurJob | null): number[] {
  const step = ours && configuringStep(ours.acting.bedrock.job)
  const shown = job.steps.find(({ name }) => name === (step?.name ?? `Run ${step?.uses}`)) ?? job
  return [shown.startedAt, shown.completedAt].flatMap((at) => (at === null ? [] : [Date.parse(at)]))
}
