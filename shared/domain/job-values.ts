import { z } from 'zod'
import { type Chain, Status } from './finding'
import { ModelId, Region } from './ids'
import { scopedCheck } from './links/check-scope'
import { scopeText } from './links/scope-text'
import { type RepositoryObservation, ValueScope } from './observation'
import { type ChainContext, type OurJob, pictureOf } from './picture'
import { valueOr } from './reading'
import { sameName } from './setting-in-force'
import { callableModel } from './target'
import { effectiveVariables } from './variables'
import type { EffectiveVariable } from './variables-types'
import { SETTINGS, type SettingName, sameHolder } from './wanted-settings'
import { MODEL_KEYS, type ModelKey, WORKFLOW_MD } from './workflow-md'

/** One value that a job sees, or should see: where it comes from, what it hides, and what is to be said of it. */
export const JobValue = z.object({
  name: z.string(),
  /** `front-matter`: of `WORKFLOW.md` on the default branch. */
  kind: z.enum(['variable', 'secret', 'front-matter']),
  /** What the job takes it for; null where it is none of the settings. */
  setting: z.enum(SETTINGS).nullable(),
  /** Null where the job sees nothing, or for a secret. */
  value: z.string().nullable(),
  /** Null where the job sees nothing, or for what stands in a file. */
  from: ValueScope.nullable(),
  /** 1-based line of the front matter; null elsewhere. */
  line: z.number().int().nullable(),
  /** The values of this name that it hides, the nearest first; `value` null for secrets. */
  hides: z.array(z.object({ scope: ValueScope, value: z.string().nullable() })),
  status: Status,
  /** Whether a run fails because of it. */
  breaks: z.boolean(),
  /** Why it is empty, or what is wrong with it; null where nothing is to be said. */
  says: z.string().nullable(),
})
export type JobValue = z.infer<typeof JobValue>

/** Everything that one job reads. */
export const JobValues = z.object({
  workflowPath: z.string(),
  jobId: z.string(),
  /** As the job names it. */
  environment: z.string().nullable(),
  values: z.array(JobValue),
})
export type JobValues = z.infer<typeof JobValues>

/** What every Bedrock job of the repository sees, job by job. `chain` has the verdicts on role, region and model. */
export function jobValues(context: ChainContext, chain: Chain): JobValues[] {
  const { observation } = context
  const { jobs } = pictureOf(context)
  const effective = effectiveVariables(observation)
  const keys = [
    ...effective.map(({ workflowPath, jobId }) => ({ workflowPath, jobId })),
    ...jobs.map(({ scope }) => ({ workflowPath: scope.path, jobId: scope.jobId })),
  ]
  return distinct(keys).map(({ workflowPath, jobId }) => {
    const job = jobs.find(({ scope }) => scope.path === workflowPath && scope.jobId === jobId) ?? null
    const own = effective.filter((one) => one.workflowPath === workflowPath && one.jobId === jobId)
    return {
      workflowPath,
      jobId,
      environment: environmentOf(observation, workflowPath, jobId),
      values: [
        ...own.map((one) => heldValue(observation, chain, job, one)),
        ...(job ? frontMatterValues(context, job) : []),
      ],
    }
  })
}

type Key = Pick<JobValues, 'workflowPath' | 'jobId'>

function distinct(keys: readonly Key[]): Key[] {
  return keys.filter(
    (key, index) =>
      keys.findIndex((one) => one.workflowPath === key.workflowPath && one.jobId === key.jobId) === index,
  )
}

function environmentOf({ workflows }: RepositoryObservation, path: string, jobId: string): string | null {
  const found = valueOr(workflows, []).find((one) => one.path === path)
  const jobs = found?.parsed.valid ? found.parsed.file.jobs : []
  return jobs.find(({ id }) => id === jobId)?.environment ?? null
}

function heldValue(
  observation: RepositoryObservation,
  chain: Chain,
  job: OurJob | null,
  one: EffectiveVariable,
): JobValue {
  const { name, kind, value, from } = one
  const setting = job && settingOf(job, one)
  const verdict = setting && verdictOn(chain, job, setting)
  const why = from === null || (kind === 'variable' && value === '') ? whyEmpty(one) : null
  return {
    name,
    kind,
    setting,
    value,
    from,
    line: null,
    hides: one.shadows.map((scope) => ({ scope, value: valueIn(observation, name, kind, scope) })),
    status: verdict?.status ?? (why === null ? 'ok' : 'missing'),
    breaks: verdict?.breaks ?? false,
    says: why ?? (verdict && verdict.status !== 'ok' ? verdict.says : null),
  }
}

function settingOf(job: OurJob, { kind, name }: EffectiveVariable): SettingName | null {
  return (
    SETTINGS.find((setting) => {
      const force = job[setting]
      return 'holder' in force && sameHolder(force.holder, { kind, name })
    }) ?? null
  )
}

function verdictOn(chain: Chain, job: OurJob, setting: SettingName) {
  const check = `variables.${scopedCheck(setting, job.scope)}`
  return chain.links.variables.findings.find((finding) => finding.check === check) ?? null
}

/** Why a job sees nothing under a name that it reads (GitHub Docs, variables: precedence and visibility). */
function whyEmpty({ outOfReach, from }: EffectiveVariable): string {
  if (from !== null) return `It is set at the ${scopeText(from)}, and empty.`
  const places = [...new Set(outOfReach.map(whyOutOfReach))]
  return places.length > 0 ? places.join(' ') : 'Nothing of that name exists here.'
}

function whyOutOfReach(scope: ValueScope): string {
  switch (scope.kind) {
    case 'environment':
      return `It exists in the environment ${scope.environment}, which this job does not name.`
    case 'organization':
      return 'The organization has it, and does not share it with this repository.'
    case 'repository':
      return 'It exists in the repository.'
  }
}

function valueIn(
  { variables }: RepositoryObservation,
  name: string,
  kind: EffectiveVariable['kind'],
  scope: ValueScope,
): string | null {
  if (kind === 'secret') return null
  const found = valueOr(variables, []).find(
    (one) => sameName(one.name, name) && JSON.stringify(one.scope) === JSON.stringify(scope),
  )
  return found?.value ?? null
}

function frontMatterValues(context: ChainContext, job: OurJob): JobValue[] {
  const { frontMatter } = job
  if (frontMatter === null) return []
  return MODEL_KEYS.map((key) => {
    const written = frontMatter[key]
    return {
      name: `${WORKFLOW_MD} ${key}`,
      kind: 'front-matter' as const,
      setting: 'model' as const,
      value: written?.text ?? null,
      from: null,
      line: written?.line ?? null,
      hides: [],
      breaks: false,
      ...modelVerdict(context, job, key, written?.text ?? null),
    }
  })
}

/** Whether the model can be called where the job calls Bedrock. */
function modelVerdict(
  { account }: ChainContext,
  job: OurJob,
  key: ModelKey,
  text: string | null,
): Pick<JobValue, 'status' | 'says'> {
  if (text === null) {
    if (key === 'gap_analysis_model') return { status: 'ok', says: 'Not set: the first model is taken.' }
    return { status: 'missing', says: 'It names no model.' }
  }
  const model = ModelId.safeParse(text)
  if (!model.success) return { status: 'drift', says: 'It is no ID of a model or inference profile.' }
  const called = job.callRegion ?? job.region
  const region = called.kind === 'value' ? Region.safeParse(called.value).data : undefined
  if (!account || region === undefined)
    return { status: 'unknown', says: 'The region or the account that it is called in is not known.' }
  const callable = callableModel(account, region, model.data)
  if (!callable.known) {
    const status = callable.failure.reason === 'invalid' ? 'drift' : 'unknown'
    return { status, says: callable.failure.sentence }
  }
  if (callable.value.model === model.data) return { status: 'ok', says: null }
  return { status: 'drift', says: `It cannot be called in ${region}; ${callable.value.model} can.` }
}
