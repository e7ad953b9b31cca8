import type { PinnedProfile } from '../../../shared/contract/connections'
import type { Preferences } from '../../../shared/contract/settings'
import type { SetupOptions } from '../../../shared/contract/setup'
import { AI_IMPLEMENT, AWS_VARIABLES } from '../../../shared/domain/convention'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { formInForce } from '../../../shared/domain/form-coverage'
import { ModelId, type Region } from '../../../shared/domain/ids'
import { defaultSetup, widenedToJobs } from '../../../shared/domain/infer-setup'
import type { AccountObservation } from '../../../shared/domain/observation'
import type { ChainContext } from '../../../shared/domain/picture'
import { valueOr } from '../../../shared/domain/reading'
import { SETUP_NEEDS_ACCOUNT, type Setup, type SubjectScope } from '../../../shared/domain/setup'
import { TEMPLATES } from '../../../shared/domain/templates/templates'
import { claimsWithoutKey, GITHUB_ISSUER_HOST } from '../../../shared/domain/trust-claims'
import { modelChoices } from './model-choices'

/** What choices are made from besides the repository. */
export interface OptionPremises {
  pins: PinnedProfile[]
  preferences: Preferences
  accounts: AccountObservation[]
}

/** What the plan form offers, filled with the setup that would be planned. */
export function setupOptions(context: ChainContext, premises: OptionPremises): SetupOptions {
  const { pins, accounts } = premises
  const current = pins.length === 0 && !context.setup ? null : setupOrDefault(context, premises)
  const account = accounts.find((candidate) => candidate.account === current?.account)
  const form = account && formInForce(account)
  const { issuerHost: issuer = GITHUB_ISSUER_HOST } = context.account ?? account ?? {}
  const detected = current && !isOffered(current.convention) ? [current.convention] : []
  return {
    current,
    accounts: pins.map(({ account, alias, profile, region }) => ({ account, alias, profile, region })),
    regions: regionsOf(premises),
    scopes: scopesOf(context),
    conventions: [AWS_VARIABLES, AI_IMPLEMENT, ...detected],
    templates: [...TEMPLATES],
    idsTestable: claimsWithoutKey(issuer, ['repository_id', 'repository_owner_id']).length === 0,
    useCaseFormMissing: form?.known === true && form.value === 'missing',
  }
}

/** The stored or inferred setup, else the default for the first connected account. Throws `not-connected`. */
export function setupOrDefault(
  context: ChainContext,
  { pins, preferences, accounts }: OptionPremises,
): Setup {
  if (context.setup) return widenedToJobs(context.setup, context.observation)
  const [pin] = pins
  if (!pin) {
    throw new ExpectedFailure(SETUP_NEEDS_ACCOUNT)
  }
  const region = preferences.defaultRegion ?? pin.region
  const account = accounts.find((candidate) => candidate.account === pin.account)
  return defaultSetup(context.observation, {
    account: pin.account,
    region,
    model: defaultModel(account, region, preferences),
  })
}

/** The preferred model, else the newest usable Sonnet through a geographic profile, else the first usable choice. */
function defaultModel(
  account: AccountObservation | undefined,
  region: Region,
  preferences: Preferences,
): ModelId {
  if (preferences.defaultModel) return ModelId.parse(preferences.defaultModel)
  const offered = account?.regions.find((one) => one.region === region)?.models
  if (offered && !offered.known) throw new ExpectedFailure(offered.failure)
  const usable =
    account && offered
      ? modelChoices(offered.value, {
          account: account.account,
          region,
          form: formInForce(account),
          now: Date.now(),
        }).filter((choice) => choice.usable && choice.lifecycle === 'ACTIVE')
      : []
  const sonnet = usable.find((choice) => choice.kind === 'geo-profile' && choice.id.includes('claude-sonnet'))
  const chosen = sonnet ?? usable[0]
  if (chosen) return chosen.id
  throw new ExpectedFailure(
    failure(
      'invalid',
      `Bedrock offers no usable Claude model in ${region}. Choose another region or name a model.`,
      {
        kind: 'correct-input',
        field: 'region',
      },
    ),
  )
}

function scopesOf({ observation }: ChainContext): SubjectScope[] {
  const { defaultBranch } = observation.facts
  const branch: SubjectScope[] = defaultBranch ? [{ kind: 'branch', name: defaultBranch }] : []
  const environments = valueOr(observation.environments, []).map(
    ({ name }): SubjectScope => ({ kind: 'environment', name }),
  )
  const owner: SubjectScope[] =
    observation.facts.ownerKind === 'organization' ? [{ kind: 'organization' }] : []
  return [...branch, { kind: 'pull-request' }, ...environments, { kind: 'any' }, ...owner]
}

function regionsOf({ pins, accounts }: OptionPremises): Region[] {
  const read = accounts.flatMap((account) => account.regions.map(({ region }) => region))
  return [...new Set([...pins.map(({ region }) => region), ...read])].sort()
}

function isOffered({ id }: Setup['convention']): boolean {
  return id === 'aws-variables' || id === 'ai-implement'
}
