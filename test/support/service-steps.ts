import { expect } from 'vitest'
import { filesAt } from '../../electron/sandbox/github/git-store'
import type { OwnSandbox } from '../../electron/sandbox/sandbox'
import type { PanelClient } from '../../electron/terminal/session'
import type { ApplyEvent } from '../../shared/contract/setup'
import { RepositoryName } from '../../shared/domain/ids'
import type { Plan } from '../../shared/domain/plan'
import type { Setup, UseCaseForm } from '../../shared/domain/setup'
import { repositoryOf } from './seeded-github'

export const FORM: UseCaseForm = {
  companyName: 'Acme',
  companyWebsite: 'https://acme.example',
  intendedUsers: '0',
  industryOption: 'Technology',
  otherIndustryOption: '',
  useCases: 'Review of pull requests.',
}

export type Ended = Extract<ApplyEvent, { kind: 'ended' }>

/** Plans for a repository as the panel would. */
export function planFor(
  client: PanelClient,
  repository: string,
  { setup = null, form = FORM }: { setup?: Setup | null; form?: UseCaseForm | null } = {},
): Promise<Plan> {
  return client.setup.plan({ repository: RepositoryName.parse(repository), setup, form })
}

/** Reads a stream of an application to its end. */
export async function toEnd(
  events: AsyncIterable<ApplyEvent>,
): Promise<{ ended: Ended; events: ApplyEvent[] }> {
  const told: ApplyEvent[] = []
  for await (const event of events) told.push(event)
  const ended = told.at(-1)
  if (ended?.kind !== 'ended') throw new Error('The stream ended without saying how.')
  return { ended, events: told }
}

export async function applyPlan(client: PanelClient, { id }: Plan, exclude: string[] = []): Promise<Ended> {
  return (await toEnd(await client.setup.apply({ planId: id, exclude }))).ended
}

export async function undo(client: PanelClient, { application }: Ended): Promise<Ended> {
  return (await toEnd(await client.setup.undo({ applicationId: application.id }))).ended
}

/** The last phase of each step, in the order of the plan. */
export function phasesOf({ application: { plan, entries } }: Ended): string[] {
  return plan.steps.map(({ id }) => entries.findLast(({ stepId }) => stepId === id)?.phase ?? 'pending')
}

/**
 * What an application may change of both clouds: providers and roles of every account, and a repository's values,
 * workflow states, open pull requests and the files of its default branch. Times and history are left out, and so is
 * why a workflow is disabled: GitHub has a call for one reason only.
 */
export function standingOf(sandbox: OwnSandbox, name: string): unknown {
  const { accounts } = sandbox.stage.world.aws
  const repository = repositoryOf(sandbox, name)
  const { git, defaultBranch } = repository
  const values = (held: { name: string; value: string }[]) =>
    held.map(({ name, value }) => [name, value]).sort()
  return structuredClone({
    accounts: Object.values(accounts).map(({ id, providers, roles, useCaseForm }) => ({
      id,
      useCaseForm,
      providers: providers.map(({ url, clientIds }) => ({ url, clientIds })),
      roles: roles.map(({ name, trust, inlinePolicies, tags }) => ({ name, trust, inlinePolicies, tags })),
    })),
    variables: values(repository.variables),
    secrets: values(repository.secrets),
    environments: repository.environments.map((each) => [
      each.name,
      values(each.variables),
      values(each.secrets),
    ]),
    workflows: repository.workflows
      .filter(({ state }) => state !== 'deleted')
      .map(({ path, state }) => [path, state.replace(/^disabled_.*/, 'disabled')]),
    open: repository.pullRequests.filter(({ state }) => state === 'open').map(({ head }) => head),
    files: filesAt(git, defaultBranch),
  })
}

/** How the contract tells an expected failure of this reason, with a sentence of this form. */
export function refusedAs(reason: string, says: RegExp): object {
  return {
    code: 'EXPECTED',
    data: expect.objectContaining({ reason, sentence: expect.stringMatching(says) }),
  }
}
