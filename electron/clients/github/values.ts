import { z } from 'zod'
import type { SecretName, SubjectSettings, ValueScope, Variable } from '../../../shared/domain/observation'
import type { Octokit } from './octokit'

const Variables = z.array(z.object({ name: z.string(), value: z.string() }))
const Secrets = z.array(z.object({ name: z.string(), updated_at: z.string() }))

/** Where a list of values lives. */
export interface Place {
  owner: string
  repo: string
  scope: ValueScope
}

/** Variables of one scope. GitHub gives at most 30 a page (field-notes §4). */
export async function listVariables(octokit: Octokit, { owner, repo, scope }: Place): Promise<Variable[]> {
  const page = { owner, repo, per_page: 30 }
  const found = await listOf(scope, {
    repository: () => octokit.paginate('GET /repos/{owner}/{repo}/actions/variables', page),
    organization: () => octokit.paginate('GET /repos/{owner}/{repo}/actions/organization-variables', page),
    environment: (environment_name) =>
      octokit.paginate('GET /repos/{owner}/{repo}/environments/{environment_name}/variables', {
        ...page,
        environment_name,
      }),
  })
  return Variables.parse(found).map(({ name, value }) => ({ name, value, scope }))
}

/** Names of the secrets of one scope. */
export async function listSecrets(octokit: Octokit, { owner, repo, scope }: Place): Promise<SecretName[]> {
  const page = { owner, repo, per_page: 100 }
  const found = await listOf(scope, {
    repository: () => octokit.paginate('GET /repos/{owner}/{repo}/actions/secrets', page),
    organization: () => octokit.paginate('GET /repos/{owner}/{repo}/actions/organization-secrets', page),
    environment: (environment_name) =>
      octokit.paginate('GET /repos/{owner}/{repo}/environments/{environment_name}/secrets', {
        ...page,
        environment_name,
      }),
  })
  return Secrets.parse(found).map(({ name, updated_at }) => ({
    name,
    scope,
    updatedAt: new Date(updated_at).toISOString(),
  }))
}

function listOf(
  scope: ValueScope,
  lists: {
    repository: () => Promise<unknown[]>
    organization: () => Promise<unknown[]>
    environment: (name: string) => Promise<unknown[]>
  },
): Promise<unknown[]> {
  if (scope.kind === 'environment') return lists.environment(scope.environment)
  return lists[scope.kind]()
}

const Subject = z.object({
  use_default: z.boolean(),
  include_claim_keys: z.array(z.string()).optional(),
  use_immutable_subject: z.boolean().optional(),
  sub_claim_prefix: z.string().optional(),
})

/** How this repository's subjects are written (field-notes §1). */
export async function readSubject(octokit: Octokit, owner: string, repo: string): Promise<SubjectSettings> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/oidc/customization/sub', {
    owner,
    repo,
  })
  const found = Subject.parse(data)
  return {
    useDefault: found.use_default,
    claimKeys: found.include_claim_keys ?? [],
    immutable: found.use_immutable_subject ?? false,
    prefix: found.sub_claim_prefix ?? null,
  }
}

const Workflows = z.array(z.object({ id: z.number(), path: z.string(), state: z.string() }))

/** ID and state of every registered workflow, by path. */
export async function listWorkflows(octokit: Octokit, owner: string, repo: string) {
  const found = await octokit.paginate('GET /repos/{owner}/{repo}/actions/workflows', {
    owner,
    repo,
    per_page: 100,
  })
  return Workflows.parse(found)
}
