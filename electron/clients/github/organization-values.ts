import { z } from 'zod'
import { ExpectedFailure } from '../../../shared/domain/failure'
import type {
  RepositoryFacts,
  SecretName,
  SubjectSettings,
  UnsharedValue,
  Variable,
} from '../../../shared/domain/observation'
import { asking } from './errors'
import type { Octokit } from './octokit'
import { listSecrets, listVariables } from './values'

const Shared = z.object({ name: z.string(), visibility: z.enum(['all', 'private', 'selected']) })
const SharedVariables = z.array(Shared.extend({ value: z.string() }))
const SharedSecrets = z.array(Shared.extend({ updated_at: z.string() }))

type Shared = z.infer<typeof Shared>
type Kind = 'variables' | 'secrets'

interface Visible<T> {
  value: T
  visibility: Shared['visibility']
  /** Repository IDs, of `selected` only. */
  selected: ReadonlySet<number>
}

/**
 * What organizations give to their repositories, read once an organization where the token may
 * (`admin:org`, or organization variables: read), else repository by repository.
 */
export class OrganizationValues {
  private readonly variables = new Map<string, Promise<Visible<Variable>[] | null>>()
  private readonly secrets = new Map<string, Promise<Visible<SecretName>[] | null>>()
  private readonly templates = new Map<string, Promise<string[] | null>>()

  constructor(private readonly octokit: Octokit) {}

  async variablesFor(facts: RepositoryFacts): Promise<Variable[]> {
    if (facts.ownerKind === 'user') return []
    const shared = await once(this.variables, facts.owner, () => this.readVariables(facts.owner))
    if (shared) return shared.filter((entry) => reaches(entry, facts)).map(({ value }) => value)
    return listVariables(this.octokit, {
      owner: facts.owner,
      repo: facts.name,
      scope: { kind: 'organization' },
    })
  }

  async secretsFor(facts: RepositoryFacts): Promise<SecretName[]> {
    if (facts.ownerKind === 'user') return []
    const shared = await once(this.secrets, facts.owner, () => this.readSecrets(facts.owner))
    if (shared) return shared.filter((entry) => reaches(entry, facts)).map(({ value }) => value)
    return listSecrets(this.octokit, {
      owner: facts.owner,
      repo: facts.name,
      scope: { kind: 'organization' },
    })
  }

  /** What the organization keeps from the repository; undefined where the token may not read what it has. */
  async unsharedWith(facts: RepositoryFacts): Promise<UnsharedValue[] | undefined> {
    if (facts.ownerKind === 'user') return []
    const [variables, secrets] = await Promise.all([
      once(this.variables, facts.owner, () => this.readVariables(facts.owner)),
      once(this.secrets, facts.owner, () => this.readSecrets(facts.owner)),
    ])
    if (!variables && !secrets) return undefined
    return [
      ...unsharedOf('variable', variables ?? [], facts, ({ value }) => value),
      ...unsharedOf('secret', secrets ?? [], facts, () => null),
    ]
  }

  /** The settings with the organization's template where the repository opted in to it, and the token may read it. */
  async withTemplate(settings: SubjectSettings, facts: RepositoryFacts): Promise<SubjectSettings> {
    if (settings.useDefault || settings.claimKeys.length > 0 || facts.ownerKind === 'user') return settings
    const claimKeys = await once(this.templates, facts.owner, () => this.readTemplate(facts.owner))
    return claimKeys ? { ...settings, claimKeys, fromOrganization: true } : settings
  }

  private readTemplate(org: string): Promise<string[] | null> {
    return whereAllowed(`read the subject template of ${org}`, async () => {
      const { data } = await this.octokit.request('GET /orgs/{org}/actions/oidc/customization/sub', { org })
      return z.array(z.string()).parse(data.include_claim_keys)
    })
  }

  private readVariables(org: string): Promise<Visible<Variable>[] | null> {
    return whereAllowed(`read the variables of ${org}`, async () => {
      const page = { org, per_page: 30 }
      const found = SharedVariables.parse(
        await this.octokit.paginate('GET /orgs/{org}/actions/variables', page),
      )
      return Promise.all(
        found.map(async ({ name, value, visibility }) => ({
          value: { name, value, scope: { kind: 'organization' as const } },
          visibility,
          selected: await this.selectedFor(org, 'variables', { name, visibility }),
        })),
      )
    })
  }

  private readSecrets(org: string): Promise<Visible<SecretName>[] | null> {
    return whereAllowed(`read the secret names of ${org}`, async () => {
      const page = { org, per_page: 100 }
      const found = SharedSecrets.parse(await this.octokit.paginate('GET /orgs/{org}/actions/secrets', page))
      return Promise.all(
        found.map(async ({ name, updated_at, visibility }) => ({
          value: {
            name,
            scope: { kind: 'organization' as const },
            updatedAt: new Date(updated_at).toISOString(),
          },
          visibility,
          selected: await this.selectedFor(org, 'secrets', { name, visibility }),
        })),
      )
    })
  }

  private async selectedFor(
    org: string,
    kind: Kind,
    { name, visibility }: Shared,
  ): Promise<ReadonlySet<number>> {
    if (visibility !== 'selected') return new Set()
    const found =
      kind === 'variables'
        ? await this.octokit.paginate('GET /orgs/{org}/actions/variables/{name}/repositories', {
            org,
            name,
            per_page: 100,
          })
        : await this.octokit.paginate('GET /orgs/{org}/actions/secrets/{secret_name}/repositories', {
            org,
            secret_name: name,
            per_page: 100,
          })
    return new Set(found.map(({ id }) => id))
  }
}

function reaches({ visibility, selected }: Visible<unknown>, facts: RepositoryFacts): boolean {
  if (visibility === 'selected') return selected.has(facts.id)
  return visibility === 'all' || facts.visibility !== 'public'
}

function unsharedOf<T extends { name: string }>(
  kind: UnsharedValue['kind'],
  kept: readonly Visible<T>[],
  facts: RepositoryFacts,
  textOf: (value: T) => string | null,
): UnsharedValue[] {
  return kept.flatMap((entry) => {
    const { value, visibility } = entry
    if (visibility === 'all' || reaches(entry, facts)) return []
    return [{ kind, name: value.name, value: textOf(value), visibility }]
  })
}

/** Null where the token may not read the organization as a whole. */
async function whereAllowed<T>(doing: string, read: () => Promise<T>): Promise<T | null> {
  try {
    return await asking(doing, read)
  } catch (error) {
    if (!(error instanceof ExpectedFailure)) throw error
    const { reason } = error.failure
    if (reason === 'forbidden' || reason === 'not-found' || reason === 'sso-required') return null
    throw error
  }
}

function once<T>(kept: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const known = kept.get(key)
  if (known) return known
  const fresh = read()
  kept.set(key, fresh)
  return fresh
}
