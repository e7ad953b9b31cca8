import type { ConditionContext } from './condition'
import type { LintLevel } from './finding'
import { type Grant, INVOKE_ACTIONS } from './model-grants'
import { familyPattern, foundationModelArn, type ModelPlace, type UsableModel } from './model-resolution'
import type { RoleObservation } from './observation'
import { judgeGrants } from './role-grants'
import type { ModelBreadth } from './setup'

/** How a role may do more than its setup asks for. */
export type WidthRule =
  | 'beyond-bedrock'
  | 'any-action'
  | 'marketplace-subscribe'
  | 'any-model'
  | 'any-of-maker'
  | 'any-version'
  | 'any-region'

/** One way in which a role is wider than it must be, and the policy that makes it so. */
export interface Width {
  rule: WidthRule
  level: LintLevel
  /** What the role may do, to be said after its name. */
  may: string
  policy: string
}

interface Probe extends Omit<Width, 'policy'> {
  grants: Grant[]
}

/** A name that nobody gave to anything: what may touch it may touch whatever else is of its kind. */
const NOBODYS = 'rolecall'

const BREADTHS: readonly ModelBreadth[] = ['model', 'family', 'anthropic', 'any']

/**
 * In which ways a role may do more than call this model as widely as was chosen (field-notes §9: a role far beyond
 * Bedrock, a standing right to subscribe; AWS: grant least privilege). Told by what its policies and its boundary say
 * to calls that nobody needs; where one of them was not read, nothing is told.
 */
export function widthsOf(
  role: RoleObservation,
  target: UsableModel,
  place: ModelPlace,
  chosen: ModelBreadth,
): Width[] {
  const models = modelProbes(target, place).slice(0, BREADTHS.length - 1 - BREADTHS.indexOf(chosen))
  const regions = target.kind === 'foundation-model' ? [] : [regionProbe(target, place)]
  const rights = actionProbes(place)
  const granted = grantedOf(role, [...rights, ...models, ...regions])
  const isRight = ({ rule }: Width) => rights.some((right) => right.rule === rule)
  /* Whoever may call any model may also call any of a maker's: the widest says it all. */
  const [widest] = granted.filter((one) => !isRight(one))
  return [...granted.filter(isRight), ...(widest ? [widest] : [])]
}

function grantedOf(role: RoleObservation, probes: readonly Probe[]): Width[] {
  const judged = judgeGrants(
    role,
    probes.flatMap(({ grants }) => grants),
  )
  if (!judged.known) return []
  const allowed = judged.value.filter(({ decision }) => decision === 'allowed')
  return probes.flatMap(({ grants, ...width }) => {
    const by = allowed.find(({ grant }) => grants.includes(grant))
    return by ? [{ ...width, policy: by.policy ?? role.name }] : []
  })
}

function actionProbes({ region, account, partition }: ModelPlace): Probe[] {
  const one = (action: string, resource: string): Grant[] => [{ action, resource, context: () => null }]
  return [
    {
      rule: 'beyond-bedrock',
      level: 'high',
      may: 'do far more than call Bedrock, such as create users',
      grants: one('iam:CreateUser', `arn:${partition}:iam::${account}:user/${NOBODYS}`),
    },
    {
      rule: 'any-action',
      level: 'medium',
      may: 'not only call models but delete and change what Bedrock keeps',
      grants: one(
        'bedrock:DeleteCustomModel',
        `arn:${partition}:bedrock:${region}:${account}:custom-model/${NOBODYS}`,
      ),
    },
    {
      rule: 'marketplace-subscribe',
      level: 'medium',
      may: 'subscribe the account to models of AWS Marketplace, which an administrator does once',
      grants: one('aws-marketplace:Subscribe', '*'),
    },
  ]
}

/** From the widest to the narrowest. */
function modelProbes(target: UsableModel, place: ModelPlace): Probe[] {
  const { region, partition } = place
  const named = (name: string) => callsOf(foundationModelArn(partition, region, name), place)
  const maker = target.model.split('.')[0] ?? NOBODYS
  return [
    { rule: 'any-model', level: 'medium', may: 'call any model', grants: named(`${NOBODYS}.${NOBODYS}`) },
    {
      rule: 'any-of-maker',
      level: 'low',
      may: `call any model of ${maker}`,
      grants: named(`${maker}.${NOBODYS}`),
    },
    {
      rule: 'any-version',
      level: 'low',
      may: `call every version of ${target.model}`,
      grants: named(familyPattern(target.model).replaceAll('*', NOBODYS)),
    },
  ]
}

function regionProbe({ model }: UsableModel, place: ModelPlace): Probe {
  const elsewhere = `arn:${place.partition}:bedrock:${NOBODYS}-1::foundation-model/${model}`
  return {
    rule: 'any-region',
    level: 'low',
    may: `call ${model} in any region, beyond those that its profile routes to`,
    grants: callsOf(elsewhere, place),
  }
}

/** The call by itself, and through a profile that nobody chose: a pin to the chosen one keeps both out. */
function callsOf(resource: string, { region, account, partition }: ModelPlace): Grant[] {
  const stranger = `arn:${partition}:bedrock:${region}:${account}:inference-profile/${NOBODYS}.${NOBODYS}`
  const [action] = INVOKE_ACTIONS
  return [undefined, [stranger]].map((profile) => ({
    action,
    resource,
    context: contextOf(resource, profile),
  }))
}

function contextOf(resource: string, profile: string[] | undefined): ConditionContext {
  const known: Record<string, string[] | undefined> = {
    'aws:requestedregion': [resource.split(':')[3] ?? ''],
    'aws:securetransport': ['true'],
    'bedrock:inferenceprofilearn': profile,
  }
  return (key) => (Object.hasOwn(known, key) ? known[key] : null)
}
