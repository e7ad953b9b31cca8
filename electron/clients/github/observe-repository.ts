import { isOurs } from '../../../shared/domain/bedrock-jobs'
import { ExpectedFailure, type Failure, failure } from '../../../shared/domain/failure'
import type {
  EnvironmentFacts,
  RepositoryFacts,
  RepositoryObservation,
  SecretName,
  SubjectSettings,
  TakenPath,
  UnsharedValue,
  ValueScope,
  Variable,
  WorkflowObservation,
} from '../../../shared/domain/observation'
import { known, type Reading, unread, valueOr } from '../../../shared/domain/reading'
import { environmentsToAsk } from './environment-values'
import { asking } from './errors'
import type { ObservedRepository } from './fleet-query'
import {
  environmentsFrom,
  factsFrom,
  proposalsFrom,
  runsFrom,
  takenPathsFrom,
  workflowMdFrom,
  workflowState,
  workflowsFrom,
  workflowsSeen,
} from './from-graphql'
import type { Octokit } from './octokit'
import type { OrganizationValues } from './organization-values'
import { lookIntoRuns } from './runs-looked-into'
import { listSecrets, listVariables, listWorkflows, type Place, readSubject } from './values'

/** What GraphQL said of a repository, and why it left fields of it out. */
export interface FoundRepository {
  answer: ObservedRepository
  refused: ReadonlyMap<string, Failure>
}

/** Completes what GraphQL said of a repository by what only REST tells; each part may fail by itself. */
export async function observeRepository(
  octokit: Octokit,
  organizations: OrganizationValues,
  { answer, refused }: FoundRepository,
): Promise<RepositoryObservation> {
  const facts = factsFrom(answer)
  const workflows = workflowsFrom(answer, workflowsSeen(answer))
  const unlessRefused = <T>(field: keyof ObservedRepository, value: T): Reading<T> => {
    const failed = refused.get(field)
    return failed ? unread(failed) : known(value)
  }
  const base = {
    readAt: new Date().toISOString(),
    facts,
    takenPaths: takenPaths({ answer, refused }),
    environments: unlessRefused('environments', environmentsFrom(answer)),
    runs: unlessRefused('defaultBranchRef', runsFrom(answer)),
    proposals: unlessRefused('pullRequests', proposalsFrom(answer)),
    workflowMd: unlessRefused('guide', workflowMdFrom(answer)),
  }
  if (facts.archived) return { ...base, workflows: unlessRefused('object', workflows), ...notRead }
  const reader = new RestReader(octokit, organizations, facts)
  const [subject, states, values, unshared] = await Promise.all([
    reader.subject(),
    reader.withStates(workflows),
    reader.values(workflows, environmentsFrom(answer)),
    reader.unshared(),
  ])
  const rest = { subject, ...values, ...(unshared && { unshared }) }
  const read = { ...base, workflows: unlessRefused('object', states), ...rest }
  return { ...read, runs: await lookIntoRuns(octokit, read) }
}

function takenPaths({ answer, refused }: FoundRepository): Reading<TakenPath[]> {
  const failed = refused.get('root') ?? refused.get('script')
  return failed ? unread(failed) : known(takenPathsFrom(answer))
}

/** What only REST tells of one repository. */
class RestReader {
  constructor(
    private readonly octokit: Octokit,
    private readonly organizations: OrganizationValues,
    private readonly facts: RepositoryFacts,
  ) {}

  subject(): Promise<Reading<SubjectSettings>> {
    const { owner, name, repository } = this.facts
    return part(`read the subject settings of ${repository}`, async () =>
      this.organizations.withTemplate(await readSubject(this.octokit, owner, name), this.facts),
    )
  }

  /* A workflow that has not run lately tells its state only by REST; asked for ours alone. */
  async withStates(workflows: WorkflowObservation[]): Promise<WorkflowObservation[]> {
    const { owner, name, repository } = this.facts
    const open = workflows.some(
      ({ parsed, state }) => state === 'unknown' && parsed.valid && isOurs(parsed.file),
    )
    if (!open) return workflows
    const listed = await part(`list the workflows of ${repository}`, () =>
      listWorkflows(this.octokit, owner, name),
    )
    if (!listed.known) return workflows
    return workflows.map((workflow) => {
      const registered = listed.value.find(({ path }) => path === workflow.path)
      return registered
        ? { ...workflow, id: registered.id, state: workflowState(registered.state) }
        : workflow
    })
  }

  /** Variables and secret names of the organization, the repository, and the environments that matter. */
  async values(workflows: WorkflowObservation[], environments: EnvironmentFacts[]): Promise<Values> {
    const [variables, secrets] = await Promise.all([this.variables(), this.secrets()])
    const found = { variables: valueOr(variables, []), secrets: valueOr(secrets, []) }
    const ask = environmentsToAsk(workflows, environments, found)
    const [more, moreSecrets] = await Promise.all([
      Promise.all(ask.variables.map((name) => this.variables(name))),
      Promise.all(ask.secrets.map((name) => this.secrets(name))),
    ])
    return { variables: joined([variables, ...more]), secrets: joined([secrets, ...moreSecrets]) }
  }

  /* The organization as a whole is read for its variables already, so this costs nothing more. */
  async unshared(): Promise<UnsharedValue[] | undefined> {
    const { owner } = this.facts
    const read = await part(`read what ${owner} keeps`, () => this.organizations.unsharedWith(this.facts))
    return read.known ? read.value : undefined
  }

  private variables(environment?: string): Promise<Reading<Variable[]>> {
    const place = this.place(environment)
    return part(`read the variables of ${this.facts.repository}`, async () => {
      const own = await listVariables(this.octokit, place)
      return environment === undefined
        ? [...own, ...(await this.organizations.variablesFor(this.facts))]
        : own
    })
  }

  private secrets(environment?: string): Promise<Reading<SecretName[]>> {
    const place = this.place(environment)
    return part(`read the secret names of ${this.facts.repository}`, async () => {
      const own = await listSecrets(this.octokit, place)
      return environment === undefined ? [...own, ...(await this.organizations.secretsFor(this.facts))] : own
    })
  }

  private place(environment: string | undefined): Place {
    const { owner, name: repo } = this.facts
    const scope: ValueScope =
      environment === undefined ? { kind: 'repository' } : { kind: 'environment', environment }
    return { owner, repo, scope }
  }
}

type Values = Pick<RepositoryObservation, 'variables' | 'secrets'>

/* One unread part makes the whole unread: a variable that may be there must not count as absent. */
function joined<T>(parts: Reading<T[]>[]): Reading<T[]> {
  const failed = parts.find((entry) => !entry.known)
  if (failed) return failed
  return known(parts.flatMap((entry) => (entry.known ? entry.value : [])))
}

async function part<T>(doing: string, read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await asking(doing, read))
  } catch (error) {
    if (error instanceof ExpectedFailure) return unread(error.failure)
    throw error
  }
}

const asleep = failure('invalid', 'The repository is archived, so nothing more was read.')
const notRead = {
  subject: unread<SubjectSettings>(asleep),
  variables: unread<Variable[]>(asleep),
  secrets: unread<SecretName[]>(asleep),
}
