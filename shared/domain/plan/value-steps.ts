import { parseRoleArn } from '../ids'
import type { RepositoryObservation } from '../observation'
import type { Step } from '../plan'
import { step } from './draft'

/** Sets a variable of the repository, or of an environment; creates it where there is none. */
export function setVariable(
  { facts }: RepositoryObservation,
  environment: string | null,
  name: string,
  before: string | null,
  after: string,
): Step {
  const { repository } = facts
  const where = environment === null ? '' : ` in environment ${environment}`
  return step(
    { kind: 'set-variable', repository, environment, name, before, after },
    {
      link: 'variables',
      title: before === null ? `Create the variable ${name}${where}` : `Change the variable ${name}${where}`,
      target: `${repository} variable ${name}${where}`,
      before,
      after,
      language: 'text',
      calls: [variableCall(environment, before === null)],
      needs: [environment === null ? 'Variables: write' : 'Environments: write'],
    },
  )
}

function variableCall(environment: string | null, create: boolean): string {
  const place = environment === null ? 'actions' : 'environments/{environment_name}'
  const variables = `/repos/{owner}/{repo}/${place}/variables`
  return create ? `POST ${variables}` : `PATCH ${variables}/{name}`
}

/** Sets a secret of the repository. Only a role's ARN, which is none, is shown. */
export function setSecret(
  { facts }: RepositoryObservation,
  name: string,
  existed: boolean,
  value: string,
): Step {
  const { repository } = facts
  return step(
    { kind: 'set-secret', repository, environment: null, name, existed, value },
    {
      link: 'variables',
      title: existed ? `Overwrite the secret ${name}` : `Create the secret ${name}`,
      target: `${repository} secret ${name}`,
      before: existed ? 'set' : 'absent',
      after: parseRoleArn(value) ? value : 'set',
      language: 'text',
      calls: [
        'GET /repos/{owner}/{repo}/actions/secrets/public-key',
        'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}',
      ],
      needs: ['Secrets: write'],
    },
  )
}
