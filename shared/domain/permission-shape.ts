import { COUNTING_ACTION, type Grant, STREAMING_ACTION } from './model-grants'
import type { RoleObservation } from './observation'
import { type RawStatement, readRawPolicy } from './policy-json'
import { type Allowance, type ModelBreadth, type Setup, USUAL_ALLOWANCE } from './setup'

/** By this prefix of its `Sid` Rolecall knows a statement that it wrote and may replace. */
export const OWN_SID = 'Rolecall'

/** The statements that Rolecall writes into a permission policy. */
export const OWN_SIDS = {
  profile: `${OWN_SID}InvokeProfile`,
  through: `${OWN_SID}InvokeModelThroughProfile`,
  model: `${OWN_SID}InvokeModel`,
  counting: `${OWN_SID}CountTokens`,
} as const

/** How wide a policy is that Rolecall wrote: the choices of the setup that it was written for. */
export interface PermissionShape extends Omit<Allowance, 'pinned'> {
  breadth: ModelBreadth
  /** Null where no profile is called. */
  pinned: boolean | null
}

/** The shape of the statements that Rolecall wrote into a policy; null where it wrote none. */
export function shapeOf(document: string): PermissionShape | null {
  const read = readRawPolicy(document)
  if (!read.ok) return null
  const named = (sid: string) => read.raw.statements.find(({ Sid }) => Sid === sid)
  const models = named(OWN_SIDS.through) ?? named(OWN_SIDS.model)
  if (!models) return null
  return {
    breadth: breadthOf(models),
    streaming: textsOf(models.Action).includes(STREAMING_ACTION),
    countTokens: textsOf(named(OWN_SIDS.counting)?.Action).includes(COUNTING_ACTION),
    pinned: models.Sid === OWN_SIDS.through ? models.Condition !== undefined : null,
  }
}

/** The breadth and the allowance by which Rolecall wrote a role's policy; nothing where it wrote none. */
export function choicesFor({
  inlinePolicies,
}: Pick<RoleObservation, 'inlinePolicies'>): Partial<Pick<Setup, 'breadth' | 'allowance'>> {
  for (const { document } of inlinePolicies) {
    const shape = document === null ? null : shapeOf(document)
    if (!shape) continue
    const { breadth, pinned, ...forms } = shape
    return { breadth, allowance: { ...forms, pinned: pinned ?? USUAL_ALLOWANCE.pinned } }
  }
  return {}
}

/**
 * Calls at the edge of what a policy of ours allows: a name that no model has for each pattern, through a profile that
 * fits the first one. A role that may make them is as wide as the policy.
 */
export function widestGrants(document: string): Grant[] {
  const read = readRawPolicy(document)
  const statements = read.ok ? read.raw.statements : []
  const [profile] = statements
    .filter(({ Sid }) => Sid === OWN_SIDS.profile)
    .flatMap((one) => textsOf(one.Resource))
  return statements.flatMap(({ Sid, Action, Resource }) =>
    textsOf(Action).flatMap((action) =>
      textsOf(Resource).map((pattern): Grant => {
        const resource = pattern.replaceAll('*', 'rolecall')
        const through = Sid === OWN_SIDS.through ? profile?.replaceAll('*', 'rolecall') : undefined
        return { action, resource, context: contextOf(resource, through) }
      }),
    ),
  )
}

function contextOf(resource: string, through: string | undefined): Grant['context'] {
  const known: Record<string, string[] | undefined> = {
    'aws:requestedregion': [resource.split(':')[3] || 'unspecified'],
    'aws:securetransport': ['true'],
    'bedrock:inferenceprofilearn': through === undefined ? undefined : [through],
  }
  return (key) => (Object.hasOwn(known, key) ? known[key] : null)
}

function breadthOf({ Resource }: RawStatement): ModelBreadth {
  const [first = ''] = textsOf(Resource)
  const name = first.slice(first.lastIndexOf('/') + 1)
  if (name === '*') return 'any'
  if (name === 'anthropic.*') return 'anthropic'
  return name.includes('*') ? 'family' : 'model'
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
