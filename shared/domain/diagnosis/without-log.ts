import type { Failure } from '../failure'
import type { Chain, Finding } from '../finding'
import type { RunSummary } from '../run'
import type { Diagnosis } from './diagnosis'
import { page, type Row, TEST_AGAIN } from './row'
import { STARTUP_ROWS } from './rows/startup'
import type { Scene } from './scene'

const BARE = {
  row: null,
  jobId: null,
  jobName: null,
  line: null,
  excerpt: null,
  evidence: [],
  consequences: [],
  repair: null,
}

const NOWHERE: Scene = { run: null, job: null, chain: null, premises: null, log: null }

/** A run that GitHub refused to start has no job and no log: only what is committed can tell. */
export function diagnoseStartupFailure(run: RunSummary, chain: Chain | null): Diagnosis {
  const broken = chain?.links.workflow.findings.find(
    ({ breaks, check }) => breaks && (!run.workflowPath || check.includes(run.workflowPath)),
  )
  if (!broken) {
    return {
      ...BARE,
      cause: 'startup-failure',
      title: 'GitHub did not start the run',
      says: 'A run that fails at start-up has no log. GitHub shows the reason on the page of the run.',
      confidence: 'possible',
      repair: page(run.url, 'Open the run on GitHub'),
    }
  }
  return {
    ...BARE,
    cause: 'startup-failure',
    row: broken.check.startsWith('workflow.id-token') ? 11 : null,
    title: 'GitHub did not start the run',
    says: broken.says,
    confidence: 'likely',
    evidence: broken.evidence,
    repair: broken.repair,
  }
}

/** A run that ended without an error of its own: cancelled, timed out, or waiting for a person. */
export function diagnoseInterruption(run: RunSummary): Diagnosis | null {
  const ended = INTERRUPTIONS[run.conclusion ?? '']
  return ended ? { ...BARE, ...ended(run), confidence: 'certain' } : null
}

const INTERRUPTIONS: Record<
  string,
  (run: RunSummary) => Pick<Diagnosis, 'cause' | 'title' | 'says' | 'repair'>
> = {
  cancelled: () => ({
    cause: 'cancelled',
    title: 'The run was cancelled',
    says: 'Somebody or a newer run of the same concurrency group cancelled it; it proves nothing.',
    repair: TEST_AGAIN,
  }),
  timed_out: (run) => ({
    cause: 'timed-out',
    title: 'The run took longer than it may',
    says: 'A job ran into its timeout-minutes, which is six hours where the workflow says nothing.',
    repair: page(run.url, 'Open the run on GitHub'),
  }),
  action_required: (run) => ({
    cause: 'approval-required',
    title: 'The run waits for an approval',
    says: 'A maintainer must approve it on GitHub before it starts.',
    repair: page(run.url, 'Open the run on GitHub'),
  }),
}

/** Checks that explain why GitHub would not start a workflow, the most telling first. */
const DISPATCH_CHECKS = ['workflow.dispatch', 'workflow.disabled', 'workflow.missing']

/** GitHub tells by the state of the workflow who disabled it. */
function rowSettledBy({ check, evidence }: Finding): Row | undefined {
  const byHand =
    check.startsWith('workflow.disabled') && !evidence.some(({ found }) => found === 'disabled_inactivity')
  return STARTUP_ROWS.find(({ cause, settledBy }) =>
    byHand ? cause === 'workflow-disabled' : settledBy.some((each) => check.startsWith(each)),
  )
}

/** A dispatch that GitHub refused (HTTP 422): there is no run at all. Row 29, or a disabled workflow. */
export function diagnoseDispatch(failure: Failure, chain: Chain | null): Diagnosis {
  const wrong = chain?.links.workflow.findings.filter(({ status }) => status !== 'ok') ?? []
  const settled = DISPATCH_CHECKS.flatMap((check) =>
    wrong.filter((finding) => finding.check.startsWith(check)),
  )[0]
  const row = settled
    ? rowSettledBy(settled)
    : STARTUP_ROWS.find(({ pattern, onlySettled }) => !onlySettled && pattern.test(failure.sentence))
  return {
    ...BARE,
    cause: row?.cause ?? 'dispatch-refused',
    row: row?.row ?? null,
    title: row?.title ?? 'GitHub refused to start the workflow',
    says: settled?.says ?? row?.says({}, NOWHERE) ?? failure.sentence,
    confidence: settled ? 'certain' : row ? 'likely' : 'possible',
    evidence: settled?.evidence ?? [],
    repair: settled?.repair ?? { kind: 'recover', failure },
  }
}
