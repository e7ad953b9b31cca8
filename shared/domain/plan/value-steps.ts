import { parseRoleArn } from '../ids'
import type { RepositoryFacts, RepositoryObservation } from '../observation'
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

/** Lets the repository see a variable of its organization that already holds what is wanted. */
export function shareVariable({ facts }: RepositoryObservation, name: string, value: string): Step {
  const { repository, id, owner } = facts
  return step(
    { kind: 'share-variable', repository, repositoryId: id, organization: owner, name },
    {
      link: 'variables',
      title: `Share the organization’s variable ${name} with ${repository}`,
      target: `${owner} variable ${name}, shared with ${repository}`,
      before: null,
      after: value,
      language: 'text',
      calls: ['PUT /orgs/{org}/actions/variables/{name}/repositories/{repository_id}'],
      needs: ['Organization variables: write'],
    },
  )
}

/** Sets a secret of the repository, or of an environment. Only a role's ARN, which is none, is shown. */
export function setSecret(
  { facts }: RepositoryObservation,
  environment: string | null,
  name: string,
  existed: boolean,
  value: string,
  typed?: string,
): Step {
  const { repository } = facts
  const where = environment === null ? '' : ` in environment ${environment}`
  const place = environment === null ? 'actions' : 'environments/{environment_name}'
  return step(
    { kind: 'set-secret', repository, environment, name, existed, value, ...(typed && { typed }) },
    {
      link: 'variables',
      title: existed ? `Overwrite the secret ${name}${where}` : `Create the secret ${name}${where}`,
      target: secretTarget(repository, name, environment),
      before: existed ? 'set' : 'absent',
      after: parseRoleArn(value) ? value : 'set',
      language: 'text',
      calls: [
        `GET /repos/{owner}/{repo}/${place}/secrets/public-key`,
        `PUT /repos/{owner}/{repo}/${place}/secrets/{secret_name}`,
      ],
      needs: [environment === null ? 'Secrets: write' : 'Environments: write'],
    },
  )
}

/** A secret in the field's own notation. */
export function secretTarget(repository: string, name: string, environment: string | null): string {
  return `${repository} secret ${name}${environment === null ? '' : ` in environment ${environment}`}`
}

/** Deletes a secret of the repository, or of an environment. Its value cannot be had back. */
export function deleteSecret(
  { repository }: Pick<RepositoryFacts, 'repository'>,
  name: string,
  environment: string | null,
): Step {
  const place = environment === null ? 'actions' : 'environments/{environment_name}'
  return step(
    { kind: 'delete-secret', repository, environment, name },
    {
      link: 'variables',
      title: `Delete the secret ${name}${environment === null ? '' : ` in environment ${environment}`}`,
      target: secretTarget(repository, name, environment),
      before: 'set',
      after: null,
      language: 'text',
      calls: [`DELETE /repos/{owner}/{repo}/${place}/secrets/{secret_name}`],
      needs: [environment === null ? 'Secrets: write' : 'Environments: write'],
    },
  )
}
