import type { Evidence, Finding, Repair } from '../finding'
import { ModelId, parseRoleArn, Region } from '../ids'
import type { Variable } from '../observation'
import type { OurJob, Picture } from '../picture'
import { valueOr } from '../reading'
import type { SettingInForce } from '../setting-in-force'
import type { Holder } from '../setup'
import { SETTINGS, type SettingName, sameHolder, wantedSettings, wantedText } from '../wanted-settings'
import { WORKFLOW_MD } from '../workflow-md'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { decisiveRun, succeeded } from './last-run'
import { scopeText } from './scope-text'

/** One setting of one job, and the text that the setup wants there; null when no setup says. */
interface Place {
  picture: Picture
  job: OurJob
  setting: SettingName
  wanted: string | null
  check: string
}

/** Judges the role, the region and the model that one job will see. */
export function settingFindings(picture: Picture, job: OurJob): Finding[] {
  const { setup, account } = picture
  const wanted = setup ? wantedSettings(setup, account) : null
  const settings = SETTINGS.flatMap((setting) => {
    // The setup's model is meant for the setup's region.
    const isElsewhere = setting === 'model' && job.callRegion !== null
    const text = wanted && !isElsewhere ? wantedText(wanted, setting) : null
    const check = scopedCheck(setting, job.scope)
    return judge({ picture, job, setting, wanted: text, check }, job[setting])
  })
  // The setup says where credentials are configured; a step that calls elsewhere says so by itself.
  const elsewhere: Place = {
    picture,
    job,
    setting: 'region',
    wanted: null,
    check: scopedCheck('region-of-call', job.scope),
  }
  return job.callRegion ? [...settings, ...judge(elsewhere, job.callRegion)] : settings
}

function judge(place: Place, force: SettingInForce): Finding[] {
  switch (force.kind) {
    case 'value':
      return [ofValue(place, force)]
    case 'absent':
      return [ofAbsent(place, force)]
    case 'unread':
      return [unknownFinding('variables', place.check, force.failure)]
    case 'undecided': {
      const says = `The ${place.setting} of the job ${place.job.scope.jobId} is known only in a run: ${force.expression}`
      return [unproven(place, says, null)]
    }
    case 'secret': {
      const says = `The secret ${force.holder.name} holds the ${place.setting}, and nobody can read a secret.`
      return [unproven(place, says, force.setAt)]
    }
    case 'unnamed':
      return ofUnnamed(place)
    default: {
      const unreachable: never = force
      return unreachable
    }
  }
}

const WELL_FORMED: Record<SettingName, (text: string) => boolean> = {
  role: (text) => parseRoleArn(text) !== null,
  region: (text) => Region.safeParse(text).success,
  model: (text) => ModelId.safeParse(text).success,
}

function ofValue(place: Place, { value, holder }: Extract<SettingInForce, { kind: 'value' }>): Finding {
  const { setting, wanted, check } = place
  const found = [valueEvidence(place, value, holder)]
  if (!WELL_FORMED[setting](value)) {
    return finding(
      'variables',
      check,
      'drift',
      `${nameOf(holder, setting)} holds no valid ${setting}: ${value}`,
      {
        breaks: true,
        evidence: found,
        repair: repairOf(holder, setting, place.job),
      },
    )
  }
  if (wanted !== null && wanted !== value && isControlled(place, holder, value)) {
    return finding('variables', check, 'drift', `${nameOf(holder, setting)} differs from the setup.`, {
      evidence: found,
      repair: repairOf(holder, setting, place.job),
    })
  }
  return finding('variables', check, 'ok', `The job ${place.job.scope.jobId} has its ${setting}.`, {
    evidence: found,
  })
}

/** A model that the setup itself names, and that cannot be called, is told by the link of the model. */
function isControlled({ picture, setting, job }: Place, holder: Holder | null, value: string): boolean {
  const { setup } = picture
  if (!setup || (setting === 'model' && value === setup.model)) return false
  return sameHolder(holder, setup.convention[setting]) || (setting === 'model' && job.frontMatter !== null)
}

function ofAbsent(place: Place, { holder, elsewhere }: Extract<SettingInForce, { kind: 'absent' }>): Finding {
  const { setting, wanted, check, job } = place
  const seen = valueOr(place.picture.observation.variables, [])
  const found = elsewhere.map((one) => placeText(one, seen.includes(one))).join(', ')
  const empty = `${nameOf(holder, setting)} is empty for the job ${job.scope.jobId}`
  const says = found === '' ? `${empty}.` : `${empty}: it is to be found only in ${found}.`
  return finding('variables', check, 'missing', says, {
    breaks: true,
    evidence: [
      evidence(holder?.name ?? setting, wanted, found || null, job.scope.path, job.bedrock.lines[setting]),
    ],
    repair: repairOf(holder, setting, job),
  })
}

function placeText({ scope, value }: Variable, isSeen: boolean): string {
  if (value === '') return `${scopeText(scope)} (empty)`
  return scope.kind === 'organization' && !isSeen
    ? 'organization (not shared with this repository)'
    : scopeText(scope)
}

/** A step without a region fails; a model or role may be chosen by the script or the called file. */
function ofUnnamed(place: Place): Finding[] {
  const { setting, job } = place
  if (setting === 'region' && job.bedrock.via !== 'called-workflow') {
    return [ofAbsent(place, { kind: 'absent', holder: null, elsewhere: [] })]
  }
  return [unproven(place, `The job ${job.scope.jobId} does not name its ${setting}.`, null)]
}

/** What cannot be read is proven by a run that succeeded with it, and else unknown. */
function unproven(place: Place, says: string, setAt: string | null): Finding {
  const { picture, job, check, wanted, setting } = place
  const run = decisiveRun(job.scope.path, valueOr(picture.observation.runs, []))
  const found = [evidence(setting, wanted, null, job.scope.path, job.bedrock.lines[setting])]
  if (run && succeeded(run) && (setAt === null || Date.parse(run.createdAt) > Date.parse(setAt))) {
    return finding('variables', check, 'ok', `${says} Run #${run.number} succeeded with it.`, {
      evidence: found,
    })
  }
  return finding('variables', check, 'unknown', `${says} A run that succeeds will prove it.`, {
    evidence: found,
    repair: { kind: 'test-run', says: 'Start a test run.' },
  })
}

function repairOf(holder: Holder | null, setting: SettingName, { scope, frontMatter }: OurJob): Repair {
  if (!holder) {
    if (frontMatter && setting === 'model') {
      return planned(`Write it into ${WORKFLOW_MD}.`, 'propose-workflow', 'merge-pull-request')
    }
    return {
      kind: 'someone-else',
      who: 'the author of the workflow',
      what: `Give the job ${scope.jobId} in ${scope.path} a valid ${setting}.`,
    }
  }
  return planned(`Set ${holder.name}.`, holder.kind === 'secret' ? 'set-secret' : 'set-variable')
}

function valueEvidence(
  { picture, job, setting, wanted }: Place,
  value: string,
  holder: Holder | null,
): Evidence {
  const line = job.bedrock.lines[setting]
  const { frontMatter } = job
  if (frontMatter && setting === 'model') {
    return evidence(setting, wanted, value, WORKFLOW_MD, frontMatter.model?.line ?? null)
  }
  if (!holder) return evidence(setting, wanted, value, job.scope.path, line)
  const scopes = valueOr(picture.observation.variables, []).filter((one) => one.value.trim() === value)
  const from = scopes.find(({ name }) => sameHolder({ kind: 'variable', name }, holder))?.scope
  return evidence(
    setting,
    wanted,
    value,
    `variable ${holder.name}${from ? ` (${scopeText(from)})` : ''}`,
    line,
  )
}

function nameOf(holder: Holder | null, setting: SettingName): string {
  return holder ? `The ${holder.kind} ${holder.name}` : `The ${setting}`
}
