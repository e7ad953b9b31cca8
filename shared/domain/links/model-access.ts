import { failure } from '../failure'
import type { Finding, Repair } from '../finding'
import type { ModelId, Region } from '../ids'
import type { ModelResolution } from '../models'
import type { AccountObservation } from '../observation'
import type { Picture } from '../picture'
import { accountIn, calledTargets, modelIn, profileFor, type Target } from '../target'
import { WORKFLOW_MD } from '../workflow-md'
import { scopedCheck } from './check-scope'
import { evidence, finding, planned, unknownFinding } from './found'
import { openFindings } from './model-availability'
import { lifecycleFindings } from './model-lifecycle'
import { NO_ROLE_NAMED, notSetUp } from './not-set-up'

/** Whether the region knows the model that each job calls, and the account may call it. */
export function modelAccessLink(picture: Picture): Finding[] {
  const targets = calledTargets(picture)
  if (targets.length === 0) return notSetUp(picture, 'modelAccess')
  return targets.flatMap((target) => {
    const of = (what: string) => (target.use === null ? what : `${what}-of-${target.use}`)
    const check = (what: string) => (target.job ? scopedCheck(of(what), target.job.scope) : of(what))
    if (!target.role) return [unknownFinding('modelAccess', check('no-role'), NO_ROLE_NAMED)]
    if (!target.region || !target.model) {
      return [unknownFinding('modelAccess', check('unnamed'), unnamed(target))]
    }
    const account = accountIn(picture, target.role.account)
    if (!account.known) return [unknownFinding('modelAccess', check('unread'), account.failure)]
    const resolution = modelIn(account.value, target.region, target.model)
    if (!resolution.known) return [unknownFinding('modelAccess', check('unread'), resolution.failure)]
    const called = { check, target, model: target.model, region: target.region, account: account.value }
    return judge({ ...called, now: picture.now }, resolution.value)
  })
}

/** One model as one job calls it. */
export interface CalledModel {
  check: (what: string) => string
  target: Target
  model: ModelId
  region: Region
  account: AccountObservation
  now: number
}

function judge(called: CalledModel, resolution: ModelResolution): Finding[] {
  switch (resolution.kind) {
    case 'unknown':
    case 'wrong-region':
      return [unusable(called, resolution)]
    case 'foundation-model':
      return [
        ...(resolution.onDemand ? [] : [needsProfile(called, resolution.model)]),
        ...openFindings(called, resolution.model),
        ...lifecycleFindings(called, resolution),
      ]
    case 'profile':
      return [...openFindings(called, resolution.model), ...lifecycleFindings(called, resolution)]
    default: {
      const unreachable: never = resolution
      return unreachable
    }
  }
}

function unusable(
  { check, model, region, target }: CalledModel,
  { kind, why, suggestion }: Extract<ModelResolution, { suggestion: unknown }>,
): Finding {
  const wrongRegion = kind === 'wrong-region'
  return finding(
    'modelAccess',
    check(wrongRegion ? 'wrong-region' : 'unknown-model'),
    wrongRegion ? 'drift' : 'missing',
    suggestion ? `${why} The same model is ${suggestion} there.` : why,
    {
      breaks: true,
      evidence: [evidence('model', suggestion, model, sourceOf(target, region), lineOf(target, model))],
      repair: suggestion ? writing(target, suggestion) : catalog(region),
    },
  )
}

function needsProfile({ check, account, region, model, target }: CalledModel, foundation: string): Finding {
  const profile = profileFor(foundation, account, region)
  return finding(
    'modelAccess',
    check('needs-profile'),
    'drift',
    profile
      ? `${model} is called only through an inference profile such as ${profile}.`
      : `${model} is called only through an inference profile, and ${region} has none for it.`,
    {
      breaks: true,
      evidence: [evidence('model', profile, model, sourceOf(target, region), lineOf(target, model))],
      repair: profile ? writing(target, profile) : catalog(region),
    },
  )
}

/** The model is written where the job takes it from: a variable, or the front matter of `WORKFLOW.md`. */
function writing({ job }: Target, model: ModelId): Repair {
  return job?.frontMatter
    ? planned(`Call ${model}: write it into ${WORKFLOW_MD}.`, 'propose-workflow', 'merge-pull-request')
    : planned(`Call ${model}.`, 'set-variable')
}

function lineOf({ job }: Target, model: ModelId): number | null {
  const written = job?.frontMatter && Object.values(job.frontMatter).find((one) => one?.text === model)
  return written?.line ?? job?.bedrock.lines.model ?? null
}

function sourceOf({ job }: Target, region: Region): string {
  if (job?.frontMatter) return `${WORKFLOW_MD}, called in ${region}`
  return job ? `${job.scope.path}, called in ${region}` : `the setup, called in ${region}`
}

function catalog(region: Region) {
  return {
    kind: 'open-page' as const,
    url: `https://${region}.console.aws.amazon.com/bedrock/home?region=${region}#/model-catalog`,
    label: `Open the model catalog of ${region}`,
  }
}

function unnamed({ region }: Target) {
  return failure(
    'invalid',
    region
      ? 'The workflow does not say which model it calls. Choose one in a setup.'
      : 'No region is known to call Bedrock in.',
    { kind: 'correct-input', field: region ? 'model' : 'region' },
  )
}
