import type { OwnSandbox } from '../../../electron/sandbox/sandbox'
import { type Application, phaseOf } from '../../../shared/domain/journal'
import { repositoryOf } from '../seeded-github'
import { standingOf } from '../service-steps'

/** Both clouds, and how often each thing was made. */
export interface Tally {
  standing: unknown
  roles: unknown
  agreements: unknown
  subject: unknown
  shared: unknown
  pullRequests: { state: string; merged: boolean; head: string }[]
  branches: string[]
  commits: number
}

/** What an application may change, and how often: a second pull request or commit would show. */
export function tally(sandbox: OwnSandbox, name: string): Tally {
  const { aws, github } = sandbox.stage.world
  const accounts = Object.values(aws.accounts)
  const { pullRequests, git, defaultBranch, subject, owner } = repositoryOf(sandbox, name)
  return structuredClone({
    standing: standingOf(sandbox, name),
    roles: accounts.flatMap(({ roles }) =>
      roles.map((role) => [role.name, role.path, role.boundaryArn, role.maxSessionDuration]),
    ),
    agreements: accounts.map(({ agreements }) => agreements),
    subject,
    shared: github.owners
      .filter(({ login }) => login === owner)
      .flatMap(({ variables }) => variables.map(({ name, selected }) => [name, selected])),
    pullRequests: pullRequests.map(({ state, merged, head }) => ({ state, merged, head })),
    branches: Object.keys(git.branches).sort(),
    commits: commitsBehind(git.commits, git.branches[defaultBranch]),
  })
}

function commitsBehind(commits: Record<string, { parents: string[] }>, head: string | undefined): number {
  const seen = new Set<string>()
  const queue = head === undefined ? [] : [head]
  for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
    if (seen.has(sha)) continue
    seen.add(sha)
    queue.push(...(commits[sha]?.parents ?? []))
  }
  return seen.size
}

/** What the journal says of each step at the end: its phase, and what undo needs to know of it. */
export function recordOf(application: Application): unknown {
  const { plan, entries, endedAt } = application
  const steps = plan.steps.map((step) => {
    const told = entries.findLast(({ stepId, outcome }) => stepId === step.id && outcome !== null)?.outcome
    return {
      step: step.title,
      phase: phaseOf(application, step.id),
      pullRequest: told?.pullRequest ?? null,
      arn: told?.arn ?? null,
      found: told?.found ?? false,
    }
  })
  return { ended: endedAt !== null, steps }
}
