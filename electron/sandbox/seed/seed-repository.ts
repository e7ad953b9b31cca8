import type { AwsRole } from '../aws/aws-world'
import { commitFiles } from '../github/git-store'
import type { GithubRepository, GithubVariable, GithubWorld } from '../github/github-world'
import { findOwner, newRepository, registerWorkflows, takeId } from '../github/repository-store'
import { subjectPrefix } from '../github/routes/subject'
import type { World } from '../world'
import { ACCOUNTS } from './accounts'
import { destinationsOf } from './bedrock-catalog'
import type { Blueprint, Holder } from './blueprint'
import type { Random } from './random'
import { invokePolicy, trustFor } from './role-documents'

/** What a trusted subject is written from. */
export interface SubjectParts {
  owner: string
  name: string
  /** `repo:…` as the repository's tokens begin, with IDs where the subject is immutable. */
  prefix: string
}

/** Builds one repository and its role in the world, as its blueprint says. */
export function seedRepository(
  world: World,
  fullName: string,
  blueprint: Blueprint,
  random: Random,
): GithubRepository {
  const [owner = '', name = ''] = fullName.split('/')
  const { github } = world
  const repository = newRepository(github, {
    owner,
    name,
    createdAt: blueprint.createdAt,
    topics: topicsOf(blueprint),
  })
  repository.environments = blueprint.environments.map((each) => ({
    name: each,
    id: takeId(github),
    variables: [],
    secrets: [],
    reviewers: [],
  }))
  Object.assign(repository.subject, {
    useDefault: blueprint.claimKeys.length === 0,
    claimKeys: blueprint.claimKeys,
  })
  commit(github, repository, blueprint)
  if (blueprint.lastRun?.event === 'pull_request') openPullRequest(github, repository)
  if (blueprint.since === 'archived') repository.archived = true
  if (blueprint.since === 'disabled-by-inactivity') {
    for (const workflow of repository.workflows) workflow.state = 'disabled_inactivity'
  }
  if (blueprint.workflow === null) return repository
  const { role, region, model } = blueprint.holders
  if (role.kind !== 'none') {
    hold(github, repository, role, addRole(world, repository, blueprint, random), blueprint.createdAt)
  }
  hold(github, repository, region, blueprint.region, blueprint.createdAt)
  hold(github, repository, model, blueprint.model, blueprint.createdAt)
  for (const [name, value] of Object.entries(blueprint.fixed)) {
    repository.variables.push(named(name, value, blueprint.createdAt))
  }
  for (const secret of blueprint.secrets) {
    repository.secrets.push(named(secret, `seeded-${secret.toLowerCase()}`, blueprint.createdAt))
  }
  return repository
}

function commit(github: GithubWorld, repository: GithubRepository, blueprint: Blueprint): void {
  const { git, defaultBranch, name, createdAt } = repository
  const note = { author: 'sandbox-admin', date: createdAt }
  const readme = { path: 'README.md', text: `# ${name}\n` }
  commitFiles(git, defaultBranch, [readme], { ...note, message: 'Begin' })
  const files = blueprint.workflow?.(blueprint.wish) ?? []
  if (files.length > 0)
    commitFiles(git, defaultBranch, files, { ...note, message: 'Call Bedrock without stored keys' })
  registerWorkflows(github, repository, createdAt)
}

function openPullRequest(github: GithubWorld, repository: GithubRepository): void {
  const { git, defaultBranch: base, createdAt } = repository
  const head = 'docs/explain'
  const files = [{ path: 'docs/how-it-works.md', text: '# How it works\n' }]
  commitFiles(
    git,
    head,
    files,
    { author: 'sandbox-admin', date: createdAt, message: 'Explain how it works' },
    base,
  )
  repository.pullRequests.push({
    id: takeId(github),
    number: 1,
    title: 'Explain how it works',
    body: '',
    head,
    base,
    state: 'open',
    merged: false,
    mergeSha: null,
    author: 'sandbox-admin',
    createdAt,
    updatedAt: createdAt,
  })
}

/** Adds the repository's own role; returns its ARN. */
function addRole(world: World, repository: GithubRepository, blueprint: Blueprint, random: Random): string {
  const { id: account } = ACCOUNTS[blueprint.account]
  const { owner, name } = repository
  const subject = blueprint.trusts({ owner, name, prefix: subjectPrefix(world.github, repository) })
  const role: AwsRole = {
    name: `github-bedrock-${name.toLowerCase()}`,
    path: '/',
    id: `AROA${letters(random, 17)}`,
    createdAt: blueprint.createdAt,
    changedAt: blueprint.createdAt,
    description: `GitHub Actions of ${owner}/${name}`,
    maxSessionDuration: 3600,
    trust: trustFor(account, subject),
    inlinePolicies: { bedrock: invokePolicy(grantsOf(blueprint, account)) },
    attachedPolicyArns: [],
    boundaryArn: null,
    tags: { repository: `${owner}/${name}` },
    lastUsedAt: null,
    lastUsedRegion: null,
  }
  world.aws.accounts[account]?.roles.push(role)
  return `arn:aws:iam::${account}:role/${role.name}`
}

/** A global profile also touches the model in the calling region, which is among its destinations. */
function grantsOf({ region, model, grants }: Blueprint, account: string): string[] {
  const profile = `arn:aws:bedrock:${region}:${account}:inference-profile/${model}`
  return grants === 'profile-only' ? [profile] : [profile, ...destinationsOf(region, model)]
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function letters(random: Random, count: number): string {
  return Array.from({ length: count }, () => ALPHABET[random.integer(0, ALPHABET.length - 1)]).join('')
}

/** Puts a value where the blueprint keeps it. */
function hold(
  github: GithubWorld,
  repository: GithubRepository,
  holder: Holder,
  value: string,
  at: string,
): void {
  if (holder.kind === 'none') return
  const entry = named(holder.name, value, at)
  if (holder.kind === 'secret') {
    repository.secrets.push(entry)
    return
  }
  if (holder.in === 'organization') {
    holdInOrganization(github, repository, entry)
    return
  }
  const environment = repository.environments.find((each) => each.name === 'production')
  const variables = holder.in === 'environment' ? environment?.variables : repository.variables
  variables?.push(entry)
}

/** One variable of the organization serves every repository that is selected for it. */
function holdInOrganization(
  github: GithubWorld,
  { owner, id }: GithubRepository,
  entry: GithubVariable,
): void {
  const variables = findOwner(github, owner)?.variables ?? []
  const there = variables.find(({ name }) => name === entry.name)
  if (there) there.selected.push(id)
  else variables.push({ ...entry, visibility: 'selected', selected: [id] })
}

function named(name: string, value: string, at: string) {
  return { name, value, createdAt: at, updatedAt: at }
}

/** Topics as people give them: what it runs on, and whether a person or a schedule starts it. */
function topicsOf({ workflow, lastRun }: Blueprint): string[] {
  if (workflow === null) return []
  return lastRun?.event === 'schedule' ? ['bedrock', 'nightly'] : ['bedrock']
}
