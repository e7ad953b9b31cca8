import type { Evidence, Finding } from '../finding'
import { isCalledOnly, type Picture } from '../picture'
import type { Conclusion, RunSummary } from '../run'
import { isOnlyCalled } from '../workflow-file'
import { evidence, finding, unknownFinding } from './found'

/**
 * What the latest completed run of each workflow of ours proved of what stands now. A run in progress changes nothing yet.
 */
export function lastRunLink(picture: Picture): Finding[] {
  const { runs, workflows } = picture.observation
  if (!runs.known) return [unknownFinding('lastRun', 'unread', runs.failure)]
  if (!workflows.known) return [unknownFinding('lastRun', 'workflows-unread', workflows.failure)]
  const paths = picture.workflows
    .filter(({ file }) => !isOnlyCalled(file.triggers))
    .map(({ observed }) => observed.path)
  if (isCalledOnly(picture)) {
    const says = 'The workflows of ours here are only called: their callers are judged instead.'
    return [finding('lastRun', 'called-only', 'missing', says)]
  }
  if (paths.length === 0) {
    return [finding('lastRun', 'none', 'missing', 'There is no workflow of ours that could have run.')]
  }
  return paths.map((path) => verdictOf(path, runs.value, picture.changedAt))
}

/** Conclusions that prove something; a cancelled or skipped run proves nothing, nor a green one that passed over what is ours. */
const PROOFS: Partial<Record<Conclusion, 'success' | 'failure'>> = {
  success: 'success',
  failure: 'failure',
  timed_out: 'failure',
  startup_failure: 'failure',
  action_required: 'failure',
}

function proofOf(run: RunSummary): 'success' | 'failure' | null {
  if (run.status !== 'completed' || run.conclusion === null) return null
  const proof = PROOFS[run.conclusion] ?? null
  return proof === 'success' && run.unproven !== undefined ? null : proof
}

/** The run of a workflow that decides: the latest completed one that proves something. */
export function decisiveRun(path: string, runs: readonly RunSummary[]): RunSummary | null {
  return runs.reduce<RunSummary | null>((latest, run) => {
    if (run.workflowPath !== path || proofOf(run) === null) return latest
    return latest && Date.parse(latest.createdAt) >= Date.parse(run.createdAt) ? latest : run
  }, null)
}

/** Whether a run succeeded. */
export function succeeded(run: RunSummary): boolean {
  return proofOf(run) === 'success'
}

function verdictOf(path: string, runs: readonly RunSummary[], changedAt: number | null): Finding {
  const run = decisiveRun(path, runs)
  const passedOver = run ? undefined : runs.find((one) => one.workflowPath === path && one.unproven)
  if (passedOver) return skipped(path, passedOver)
  if (!run) {
    return finding(
      'lastRun',
      `none@${path}`,
      'missing',
      `No completed run of ${path} has shown that it works.`,
      {
        repair: { kind: 'test-run', says: 'Start a test run.' },
      },
    )
  }
  const found = [evidence('conclusion', 'success', run.conclusion, run.url)]
  if (changedAt !== null && beganBefore(run, changedAt)) return outlived(path, run, changedAt, found)
  if (succeeded(run)) {
    return finding('lastRun', `succeeded@${path}`, 'ok', `Run #${run.number} of ${path} succeeded.`, {
      evidence: found,
    })
  }
  return finding('lastRun', `failed@${path}`, 'drift', `Run #${run.number} of ${path} failed.`, {
    breaks: true,
    evidence: found,
    repair: { kind: 'test-run', says: 'Start a test run once the links before it are mended.' },
  })
}

/** GitHub tells whole seconds: a run that began in the second of the change came after it. */
function beganBefore({ createdAt }: RunSummary, changedAt: number): boolean {
  return Date.parse(createdAt) < Math.floor(changedAt / 1000) * 1000
}

/** A run that GitHub shows as green, and that never got to Bedrock. */
function skipped(path: string, { number, unproven, url }: RunSummary): Finding {
  const says = `Run #${number} of ${path} is green and shows nothing of Bedrock. ${unproven}`
  return finding('lastRun', `skipped@${path}`, 'missing', says, {
    evidence: [evidence('the job that calls Bedrock', 'success', 'skipped', url)],
    repair: { kind: 'test-run', says: 'Start a test run.' },
  })
}

/** Neither a failure nor a success of before a change tells how the next run will go. */
function outlived(path: string, run: RunSummary, changedAt: number, found: Evidence[]): Finding {
  const at = new Date(changedAt).toISOString()
  const says = `The last run of ${path}, #${run.number}, is from before Rolecall’s change of ${at.slice(0, 10)} ${at.slice(11, 16)} UTC. A test run proves what stands now.`
  return finding('lastRun', `before-change@${path}`, 'missing', says, {
    evidence: [...found, evidence('began', `after ${at}`, run.createdAt, run.url)],
    repair: { kind: 'test-run', says: 'Start a test run.' },
  })
}
