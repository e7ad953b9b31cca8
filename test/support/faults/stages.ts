import { commitFiles, fileAt } from '../../../electron/sandbox/github/git-store'
import { ADMIN_TOKEN } from '../../../electron/sandbox/seed/seed-world'
import { AWS_VARIABLES } from '../../../shared/domain/convention'
import { PolicyArn } from '../../../shared/domain/ids'
import type { Convention } from '../../../shared/domain/setup'
import type { Place } from './scenario'

/* What stands otherwise than the seeded cases have it, so that every kind of step is planned by some scenario. */

const BOUNDARY = PolicyArn.parse('arn:aws:iam::111122223333:policy/ci/boundary')

/** Boundary and tags that a setup asks for. */
export const BOUNDED = { boundary: BOUNDARY, tags: { team: 'ai' } }

/** The boundary is there, and a job asks for two hours. */
export function longAndBoundable({ repository, account }: Place): void {
  const statement = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  account.managedPolicies.push({ arn: BOUNDARY, name: 'boundary', document })
  const { git, defaultBranch } = repository
  const path = '.github/workflows/bedrock.yml'
  const text = fileAt(git, defaultBranch, path)?.replace(
    'role-to-assume:',
    'role-duration-seconds: 7200\n          role-to-assume:',
  )
  if (text === undefined) throw new Error(`${repository.name} has no ${path}.`)
  const note = { message: 'Work longer', author: 'sandbox-admin', date: '2026-01-01T00:00:00Z' }
  commitFiles(git, defaultBranch, [{ path, text }], note)
}

/** The provider takes tokens for somebody else only. */
export function otherAudience({ account }: Place): void {
  for (const provider of account.providers) provider.clientIds = ['https://github.com/acme']
}

/** Nobody has accepted AWS Marketplace's offer for any model. */
export function withoutAgreements({ account }: Place): void {
  account.agreements = []
}

/** The region is kept at the organization. */
export const REGION_OF_ORGANIZATION: Convention = {
  ...AWS_VARIABLES,
  region: { kind: 'variable', name: 'AWS_REGION', level: { kind: 'organization' } },
}

/** The organization keeps the region for other repositories; the token may share it. */
export function unsharedRegion({ world, repository }: Place): void {
  const owner = world.github.owners.find(({ login }) => login === repository.owner)
  for (const variable of owner?.variables ?? [])
    Object.assign(variable, { visibility: 'selected', selected: [repository.id + 1] })
  world.github.tokens[ADMIN_TOKEN]?.scopes?.push('admin:org')
}

/** The secret that names the role is gone. */
export function withoutSecrets({ repository }: Place): void {
  repository.secrets = []
}
