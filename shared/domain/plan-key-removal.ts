import { observeChain } from './chain'
import type { Finding } from './finding'
import { LINKS } from './finding'
import { STATIC_KEYS_CHECK } from './links/static-keys'
import type { Conflict, Plan } from './plan'
import { conflict, type Draft, steps, together, unreadPart } from './plan/draft'
import { deleteSecret, secretTarget } from './plan/value-steps'
import type { PlannableContext } from './plan-setup'
import { type StaticKey, staticKeysOf } from './static-keys'

interface Removal extends Draft {
  left: Conflict[]
}

/**
 * Plans the removal of long-lived AWS keys that nothing reads any more. Refused until a run has shown that the
 * repository works by its role, since GitHub never gives the value of a secret back. Pure, as `planSetup`.
 */
export function planKeyRemoval(context: PlannableContext, id: string): Plan {
  const { observation, setup, now } = context
  return {
    id,
    repository: observation.facts.repository,
    createdAt: new Date(now).toISOString(),
    setup,
    purpose: 'remove-keys',
    ...removalOf(context),
  }
}

function removalOf(context: PlannableContext): Removal {
  const { observation } = context
  const { facts, secrets, environmentSecrets, workflows } = observation
  if (facts.archived)
    return nothing(conflict(facts.repository, 'The repository is archived and cannot be changed.'))
  for (const part of [secrets, environmentSecrets, workflows]) {
    if (part && !part.known) return nothing(unreadPart(part.failure))
  }
  const keys = staticKeysOf(observation)
  const removals = keys.map((key) => removalOfKey(context, key))
  const unproven = keys.length > 0 ? whyUnproven(context) : null
  const left = removals.flatMap((removal) => removal.left)
  if (unproven) return { ...conflict(facts.repository, unproven), left }
  return { ...together(removals), left }
}

const nothing = (draft: Draft): Removal => ({ ...draft, left: [] })

function removalOfKey({ observation: { facts } }: PlannableContext, key: StaticKey): Removal {
  const { name, scope, readers } = key
  const { repository, owner } = facts
  if (scope.kind === 'organization') {
    const says = `It belongs to the organization, and other repositories may read it. Once none does, an owner of ${owner} removes it.`
    return { ...steps(), left: [{ target: `${owner} secret ${name}`, says }] }
  }
  const environment = scope.kind === 'environment' ? scope.environment : null
  if (readers.length > 0) {
    const says = `It is still read by ${readers.join(', ')}. Let those jobs take a role first.`
    return nothing(conflict(secretTarget(repository, name, environment), says))
  }
  return nothing(steps(deleteSecret(facts, name, environment)))
}

/** What keeps the repository from being proven, in a sentence; null where a run has shown that it works. */
function whyUnproven(context: PlannableContext): string | null {
  const chain = observeChain(context)
  const findings = LINKS.flatMap((link) => chain.links[link].findings)
  const open = findings.filter(({ check, status }) => status !== 'ok' && check !== STATIC_KEYS_CHECK)
  const [first] = [...open.filter(isAboutRuns), ...open]
  if (!first) return null
  return `The keys are removed only once a run has shown that the role works, and that is not so: ${first.says} Their values cannot be had back.`
}

function isAboutRuns({ link }: Finding): boolean {
  return link === 'lastRun'
}
