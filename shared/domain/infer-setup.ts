import { isClaudeAlias } from './claude-code'
import { AI_IMPLEMENT, AWS_VARIABLES, detectConvention } from './convention'
import { type AccountId, ModelId, Region, RoleName, splitRepository } from './ids'
import { asksForLong } from './links/session-length'
import type { AccountObservation, RepositoryObservation } from './observation'
import { choicesFor } from './permission-shape'
import { type OurJob, ourWorkflows, pictureOf } from './picture'
import { contentHash } from './plan/step-id'
import { known, valueOr } from './reading'
import { roleTrusting } from './role-of-repository'
import { isAskedFor, isCoveredWhole, scopesOf } from './scopes-of-jobs'
import { type SettingInForce, sameName } from './setting-in-force'
import type { Convention, Setup, SubjectScope } from './setup'
import { standingScope } from './standing-scope'
import { parseReference, type RoleReference, roleAt } from './target'
import { effectiveVariables } from './variables'
import { type SettingName, sameHolder } from './wanted-settings'
import { gapModel } from './workflow-md'

/** What a repository itself says of its setup; each part null where it says nothing. */
interface Traces {
  jobs: OurJob[]
  convention: Convention
  role: RoleReference | null
  region: Region | null
  model: ModelId | null
}

/** The setup that the repository already follows; null when it names no role, region or model. */
export function inferSetup(
  observation: RepositoryObservation,
  accounts: readonly AccountObservation[],
): Setup | null {
  const traces = tracesOf(observation)
  const role = traces.role ?? roleTrusting(observation.facts, accounts)
  if (!role || !traces.region || !traces.model) return null
  const home = accounts.find(({ account }) => account === role.account)
  const here = home ? roleAt(home, role) : null
  const standing = standingScope(here, observation)
  return {
    ...commonParts(observation, traces, standing.scope),
    ...(standing.byId && { byId: true }),
    ...(here && choicesFor(here)),
    ...(!here && role.path !== '/' && { rolePath: role.path }),
    account: role.account,
    role: role.name,
    region: traces.region,
    model: traces.model,
  }
}

/** The account of the role in effect, by its ARN; null when the repository names none that can be read. */
export function accountOf(observation: RepositoryObservation): AccountId | null {
  return tracesOf(observation).role?.account ?? null
}

/** What holds the model by the convention that the repository follows; null where none does. */
export function modelHolder(observation: RepositoryObservation): Convention['model'] {
  return tracesOf(observation).convention.model
}

/** Which models an account's observation must cover, as the repository names them. */
export function wantedModels(observation: RepositoryObservation): { region: Region; model: ModelId }[] {
  const { jobs, region, model } = tracesOf(observation)
  const pairs = jobs.flatMap((job) => {
    const called = {
      region: first(Region, job.callRegion ?? job.region) ?? region,
      model: first(ModelId, job.model) ?? model,
    }
    const gap = job.frontMatter && gapModel(job.frontMatter)
    const models = [called.model, gap].filter((one) => one !== null)
    const { region: calledIn } = called
    return calledIn ? models.map((one) => ({ region: calledIn, model: one })) : []
  })
  if (jobs.length === 0 && region && model) pairs.push({ region, model })
  return pairs.filter(
    (pair, index) =>
      pairs.findIndex((other) => other.region === pair.region && other.model === pair.model) === index,
  )
}

/** The roles of which the repository's jobs ask for longer sessions than every role gives. */
export function longSessionRoles(observation: RepositoryObservation): RoleName[] {
  return tracesOf(observation)
    .jobs.filter(asksForLong)
    .flatMap(({ role }) => (role.kind === 'value' ? (parseReference(role.value)?.name ?? []) : []))
}

/**
 * A setup that was kept, widened to what the jobs present by now: a repair of what stands. Whoever means to refuse an
 * event leaves its scope out when planning.
 */
export function widenedToJobs(setup: Setup, observation: RepositoryObservation): Setup {
  return { ...setup, scope: withJobs(setup.scope, tracesOf(observation).jobs, observation) }
}

/** The scopes, and those of the jobs that they leave out. */
function withJobs(
  scope: SubjectScope[],
  jobs: readonly OurJob[],
  { facts }: RepositoryObservation,
): SubjectScope[] {
  const open = jobs.map((job) => ({
    ...job,
    subjects: known(
      valueOr(job.subjects, []).filter((one) => !isAskedFor(one, scope) && !isCoveredWhole(one, scope)),
    ),
  }))
  const presents = jobs.some(({ subjects }) => valueOr(subjects, []).length > 0)
  const left = open.filter(({ subjects }) => valueOr(subjects, []).length > 0)
  if (scope.length > 0 && (jobs.length === 0 || (presents && left.length === 0))) return scope
  const fresh = scopesOf(presents ? left : jobs, facts.defaultBranch ?? 'main')
  return [...scope, ...fresh.filter((one) => !scope.some((asked) => isSameScope(asked, one)))]
}

function isSameScope(one: SubjectScope, other: SubjectScope): boolean {
  return one.kind === 'any' || JSON.stringify(one) === JSON.stringify(other)
}

/** The setup that is offered where a repository says too little: what it does say is kept, the rest is given. */
export function defaultSetup(
  observation: RepositoryObservation,
  given: { account: AccountId; region: Region; model: ModelId },
): Setup {
  const traces = tracesOf(observation)
  return {
    ...commonParts(observation, traces),
    account: given.account,
    role: traces.role?.account === given.account ? traces.role.name : defaultRoleName(observation),
    region: traces.region ?? given.region,
    model: traces.model ?? given.model,
  }
}

function commonParts(
  observation: RepositoryObservation,
  { jobs, convention }: Traces,
  standing: SubjectScope[] = [],
): Pick<Setup, 'breadth' | 'scope' | 'convention' | 'template'> {
  return {
    breadth: 'model',
    scope: withJobs(standing, jobs, observation),
    convention,
    template: ourWorkflows(observation).length > 0 ? 'keep' : 'python-boto3',
  }
}

/** IAM's 64 characters are filled up to a hash, so that two long names never share a role. */
function defaultRoleName({ facts }: RepositoryObservation): RoleName {
  const { owner, name } = splitRepository(facts.repository)
  const full = `rolecall-${owner}-${name}`.replaceAll(/[^\w+=,.@-]/g, '-')
  if (full.length <= 64) return RoleName.parse(full)
  const hash = contentHash(full).slice(0, 8)
  return RoleName.parse(`${full.slice(0, 63 - hash.length)}-${hash}`)
}

/** Observations are never changed, and each is asked for its setup, its account and its models. */
const TRACES = new WeakMap<RepositoryObservation, Traces>()

function tracesOf(observation: RepositoryObservation): Traces {
  const traces = TRACES.get(observation) ?? readTraces(observation)
  TRACES.set(observation, traces)
  return traces
}

function readTraces(observation: RepositoryObservation): Traces {
  const { jobs } = pictureOf({
    observation,
    account: null,
    accountFailure: null,
    setup: null,
    changedAt: null,
    now: 0,
  })
  const convention = conventionOf(observation)
  const texts = (setting: SettingName) => [
    ...jobs.flatMap((job) => textsOf(job[setting])),
    ...heldTexts(observation, convention, setting),
  ]
  return {
    jobs,
    convention,
    role: firstOf(texts('role'), parseReference),
    region: firstOf(texts('region'), (text) => Region.safeParse(text).data ?? null),
    model: firstOf(texts('model'), (text) =>
      isClaudeAlias(text) ? null : (ModelId.safeParse(text).data ?? null),
    ),
  }
}

/** What our workflows read; without one, the convention whose role holder exists. */
function conventionOf(observation: RepositoryObservation): Convention {
  const detected = detectConvention(ourWorkflows(observation).map(({ file }) => file))
  if (detected) return atTheirLevels(detected, observation)
  const secrets = valueOr(observation.secrets, [])
  return secrets.some(({ name }) => sameName(name, AI_IMPLEMENT.role.name)) ? AI_IMPLEMENT : AWS_VARIABLES
}

/**
 * Each holder at the environment in which every job finds it. An organization's value is not one's own to write: a
 * change of it stands at the repository, and comes before it.
 */
function atTheirLevels(convention: Convention, observation: RepositoryObservation): Convention {
  const effective = effectiveVariables(observation)
  const levelled = <T extends Convention['model']>(holder: T): T => {
    const seen = effective.filter(({ kind, name }) => holder && sameHolder(holder, { kind, name }))
    const [first] = seen.map(({ from }) => from)
    const isOne = seen.every(({ from }) => JSON.stringify(from) === JSON.stringify(first))
    return holder && isOne && first?.kind === 'environment' ? { ...holder, level: first } : holder
  }
  return {
    ...convention,
    role: levelled(convention.role),
    region: levelled(convention.region),
    model: levelled(convention.model),
  }
}

/** The value in force, else the values of that name which the job cannot see: they tell what is meant. */
function textsOf(setting: SettingInForce): string[] {
  if (setting.kind === 'value') return [setting.value]
  return setting.kind === 'absent' ? setting.elsewhere.map(({ value }) => value) : []
}

function heldTexts(
  observation: RepositoryObservation,
  convention: Convention,
  setting: SettingName,
): string[] {
  const holder = convention[setting]
  if (holder?.kind !== 'variable') return []
  return valueOr(observation.variables, [])
    .filter(({ name }) => sameName(name, holder.name))
    .map(({ value }) => value)
}

function first<T>(
  schema: { safeParse(value: unknown): { data?: T | undefined } },
  setting: SettingInForce,
): T | null {
  return firstOf(textsOf(setting), (text) => schema.safeParse(text).data ?? null)
}

function firstOf<T>(texts: readonly string[], parse: (text: string) => T | null): T | null {
  for (const text of texts) {
    const parsed = parse(text.trim())
    if (parsed !== null) return parsed
  }
  return null
}
