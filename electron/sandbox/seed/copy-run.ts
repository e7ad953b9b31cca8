import { branchHead } from '../github/git-store'
import type { GithubRepository, GithubRun } from '../github/github-world'
import { findOwner, takeId } from '../github/repository-store'
import type { World } from '../world'

/** Adds another repository's run in this one's names: what its logs say of the one, they then say of the other. */
export function copyRun(
  world: World,
  from: { repository: GithubRepository; run: GithubRun },
  to: GithubRepository,
): void {
  const [workflow] = to.workflows
  const headSha = branchHead(to.git, to.defaultBranch)
  if (!workflow || headSha === null) return
  const renamed = renaming(world, from, to, headSha)
  const run = structuredClone(from.run)
  to.runs.push({
    ...run,
    id: takeId(world.github),
    workflowId: workflow.id,
    headSha,
    jobs: run.jobs.map((job) => ({ ...job, id: takeId(world.github), log: renamed(job.log) })),
    ...(run.artifacts && {
      artifacts: run.artifacts.map((artifact) => ({ ...artifact, id: takeId(world.github) })),
    }),
  })
}

function renaming(
  world: World,
  { repository, run }: { repository: GithubRepository; run: GithubRun },
  to: GithubRepository,
  headSha: string,
): (text: string) => string {
  const roles = [repository, to].map(({ name }) => `github-bedrock-${name.toLowerCase()}`)
  const ids = roles.map((role) => roleId(world, role))
  const pairs = [
    [`${repository.owner}/${repository.name}`, `${to.owner}/${to.name}`],
    [`work/${repository.name}/${repository.name}`, `work/${to.name}/${to.name}`],
    [`${ownerIdOf(world, repository)}/${repository.name}`, `${ownerIdOf(world, to)}/${to.name}`],
    [run.headSha, headSha],
    [run.headSha.slice(0, 7), headSha.slice(0, 7)],
    roles,
    ids,
  ]
  return (text) =>
    pairs.reduce((renamed, [was = '', is = '']) => (was ? renamed.replaceAll(was, is) : renamed), text)
}

function roleId(world: World, name: string): string {
  for (const { roles } of Object.values(world.aws.accounts)) {
    const found = roles.find((role) => role.name === name)
    if (found) return found.id
  }
  return ''
}

function ownerIdOf(world: World, { owner }: GithubRepository): string {
  return `${owner}@${findOwner(world.github, owner)?.id ?? ''}`
}
