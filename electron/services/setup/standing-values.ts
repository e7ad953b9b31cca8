import type PQueue from 'p-queue'
import type { SecretName, ValueScope, Variable } from '../../../shared/domain/observation'
import type { Step, ValueWish } from '../../../shared/domain/plan'
import type { PlannableContext } from '../../../shared/domain/plan-setup'
import { known } from '../../../shared/domain/reading'
import { sameName } from '../../../shared/domain/setting-in-force'
import type { GithubClient } from '../../clients/github-port'

interface Looking {
  github: GithubClient
  reading: PQueue
}

/** What an environment holds that no job of ours names is not observed: it is read here, for these names. */
export async function withStandingValues(
  context: PlannableContext,
  wishes: readonly ValueWish[],
  looking: Looking,
): Promise<PlannableContext> {
  const { observation } = context
  const { variables, secrets, facts } = observation
  if (facts.archived) return context
  const moreVariables = variables.known ? await environmentVariables(context, wishes, looking) : []
  const moreSecrets = secrets.known ? await environmentSecrets(context, wishes, looking) : []
  return {
    ...context,
    observation: {
      ...observation,
      ...(variables.known && { variables: known([...variables.value, ...moreVariables]) }),
      ...(secrets.known && { secrets: known([...secrets.value, ...moreSecrets]) }),
    },
  }
}

/** Nobody can read a secret: that one which stood holds what was asked for does not show. */
export function showsInReading({ action }: Pick<Step, 'action'>): boolean {
  return action.kind !== 'set-secret' || !action.existed
}

async function environmentVariables(
  { observation: { facts, variables } }: PlannableContext,
  wishes: readonly ValueWish[],
  { github, reading }: Looking,
): Promise<Variable[]> {
  const standing = variables.known ? variables.value : []
  const read = wishes.map(async ({ name, environment, typed }): Promise<Variable[]> => {
    if (typed || environment === null || holds(standing, name, environment)) return []
    const value = await reading.add(() => github.variable(facts.repository, environment, name))
    return value === null ? [] : [{ name, value, scope: { kind: 'environment', environment } }]
  })
  return (await Promise.all(read)).flat()
}

async function environmentSecrets(
  { observation: { facts, secrets } }: PlannableContext,
  wishes: readonly ValueWish[],
  { github, reading }: Looking,
): Promise<SecretName[]> {
  const standing = secrets.known ? secrets.value : []
  const read = wishes.map(async ({ name, environment, typed }): Promise<SecretName[]> => {
    if (!typed || environment === null || holds(standing, name, environment)) return []
    const exists = await reading.add(() => github.secretExists(facts.repository, environment, name))
    return exists ? [{ name, scope: { kind: 'environment', environment }, updatedAt: null }] : []
  })
  return (await Promise.all(read)).flat()
}

function holds(
  standing: readonly { name: string; scope: ValueScope }[],
  name: string,
  environment: string,
): boolean {
  return standing.some(
    (one) =>
      sameName(one.name, name) &&
      one.scope.kind === 'environment' &&
      one.scope.environment.toLowerCase() === environment.toLowerCase(),
  )
}
