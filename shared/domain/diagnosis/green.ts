import type { Evidence } from '../finding'
import { parseRoleArn } from '../ids'
import type { OurJob } from '../picture'
import type { RunJob, RunState } from '../run'
import { type Skip, saysOfSkip, skipOf } from '../skipped'
import type { Diagnosis } from './diagnosis'
import type { KeptLine } from './log-extract'
import { GREEN_ROWS } from './registry'
import { someoneElse, TEST_AGAIN } from './row'
import { ourJobOf, type Scene } from './scene'
import { toldCause } from './told'
import { bareDiagnosis } from './unexplained'

/** What a green run did not show: a job or step of ours was skipped, another provider answered, another role was taken. */
export function diagnoseGreen({ jobs }: RunState, sceneOf: (job: RunJob) => Scene): Diagnosis[] {
  return jobs.flatMap((job) => {
    const scene = sceneOf(job)
    // Where the file is known, a job that has nothing to do with Bedrock proves nothing and need not.
    if (scene.premises && !ourJobOf(scene)) return []
    const found =
      skipped(job, 'job', scene) ?? toldGreen(scene) ?? otherRole(scene) ?? skipped(job, 'step', scene)
    return found ? [found] : []
  })
}

/** What the log of a job that succeeded says of a skip or of another provider. */
export function toldGreen(scene: Scene): Diagnosis | null {
  return toldCause(scene, GREEN_ROWS, true)
}

function skipped(job: RunJob, what: Skip['what'], scene: Scene): Diagnosis | null {
  const ours = ourJobOf(scene)
  const skip = ours && skipOf(job, ours)
  if (!skip || skip.what !== what) return null
  return {
    ...bareDiagnosis(job, scene.run),
    cause: 'green-skipped',
    title: TITLES[what],
    says: saysOfSkip(skip),
    confidence: 'certain',
    evidence: [fact(skip.name, 'success', 'skipped', ours.scope.path, skip.line)],
    repair: TEST_AGAIN,
  }
}

const TITLES: Record<Skip['what'], string> = {
  job: 'The run is green, and the job that calls Bedrock was skipped',
  step: 'The run is green, and a step on the way to Bedrock was skipped',
}

function otherRole(scene: Scene): Diagnosis | null {
  const ours = ourJobOf(scene)
  if (!ours || !scene.log || ours.role.kind !== 'value') return null
  const wanted = parseRoleArn(ours.role.value)
  const keys = scene.log.lines.find(({ text }) => /Proceeding with IAM user credentials/.test(text))
  if (keys) return notTheRole(scene, ours, 'an access key', keys)
  if (!wanted) return null
  for (const line of scene.log.lines) {
    const taken = takenRole(line.text)
    if (
      taken &&
      (taken.name !== wanted.name || (taken.account !== null && taken.account !== wanted.account))
    ) {
      return notTheRole(scene, ours, taken.shown, line)
    }
  }
  return null
}

/** The role as the configure step repeats its input, or as AWS names the session; the account may be masked. */
function takenRole(text: string): { name: string; account: string | null; shown: string } | null {
  const input =
    /^\s*role-to-assume:\s*(arn:aws[\w-]*:iam::(\d{12}|\*+):role\/(?:\S*\/)?([\w+=,.@-]+))\s*$/.exec(text)
  const session = /(arn:aws[\w-]*:sts::(\d{12}|\*+):assumed-role\/([\w+=,.@-]+))\/[\w+=,.@-]+/.exec(text)
  const [, shown, account = '', name] = input ?? session ?? []
  if (!shown || !name) return null
  return { shown, name, account: /^\d+$/.test(account) ? account : null }
}

function notTheRole({ run, job }: Scene, ours: OurJob, found: string, line: KeptLine): Diagnosis {
  const wanted = ours.role.kind === 'value' ? ours.role.value : null
  return {
    ...bareDiagnosis(job, run),
    cause: 'green-other-role',
    title: 'The run is green with other credentials than the chain names',
    says: 'What the chain shows was not what ran: the setting changed since, or the job reads another one. A test run shows what stands now.',
    confidence: 'certain',
    line: line.number,
    excerpt: line.text.trim(),
    evidence: [fact('role', wanted, found, ours.scope.path, ours.bedrock.lines.role)],
    repair:
      found === 'an access key'
        ? someoneElse('the author of the workflow', 'Take the role in place of the access key.')
        : TEST_AGAIN,
  }
}

function fact(
  label: string,
  wanted: string | null,
  found: string,
  source: string,
  line: number | null,
): Evidence {
  return { label, wanted, found, source, line }
}
