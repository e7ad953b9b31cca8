import { type RepositoryName, splitRepository } from '../ids'
import type { Step } from '../plan'
import type { Desired, DesiredProposal, DesiredValue } from './desired'
import type { HclBlock, HclValue } from './hcl'
import { roleInWords } from './terraform-aws'
import { importBlock, resource, type TerraformNames } from './terraform-block'

/** The GitHub side of an export: variables, secrets, and the pull request with its files. */
export function githubBlocks({ values, proposals }: Desired, names: TerraformNames): HclBlock[] {
  return [
    ...values.flatMap(({ value, step }) => valueBlocks(value, step, names)),
    ...proposals.flatMap((proposal) => proposalBlocks(proposal, names)),
  ]
}

function valueBlocks(value: DesiredValue, step: Step, names: TerraformNames): HclBlock[] {
  const { repository, environment } = value
  const what = value.kind === 'set-variable' ? 'variable' : 'secret'
  const type = `github_actions_${environment === null ? '' : 'environment_'}${what}`
  const wish = [repository, environment ?? '', value.name].join(' ').trim()
  const name = names.of(type, wish, wish)
  const place = { ...inRepository(repository, names), ...(environment !== null && { environment }) }
  if (value.kind === 'set-secret') return secretBlocks(value, step, { type, name, wish, place }, names)
  const own = resource(type, name, { ...place, variable_name: value.name, value: value.after })
  if (value.before === null) return [own]
  const id = [splitRepository(repository).name, environment, value.name]
    .filter((part) => part !== null)
    .join(':')
  return [importBlock(type, name, id), own]
}

interface Named {
  type: string
  name: string
  wish: string
  place: Record<string, HclValue>
}

/* GitHub overwrites a secret that stands, so there is nothing to import; its value is never written to a file. */
function secretBlocks(
  { name: secret, repository }: DesiredValue,
  { after }: Step,
  { type, name, wish, place }: Named,
  names: TerraformNames,
): HclBlock[] {
  const variable = names.of('variable', wish, `${wish} value`)
  const description = `Value of the secret ${secret} of ${repository}${roleInWords(after)}`
  return [
    {
      type: 'variable',
      labels: [variable],
      attributes: { type: { expression: 'string' }, sensitive: true, description },
    },
    resource(type, name, {
      ...place,
      secret_name: secret,
      plaintext_value: { expression: `var.${variable}` },
    }),
  ]
}

function proposalBlocks(proposal: DesiredProposal, names: TerraformNames): HclBlock[] {
  const { repository, branch, base, title, body, files } = proposal
  const place = inRepository(repository, names)
  const own = names.of('github_branch', repository, repository)
  const branchName = { expression: `github_branch.${own}.branch` }
  const committed = files.flatMap(({ path, before, after }) => {
    const name = names.of('github_repository_file', `${repository} ${path}`, `${repository} ${path}`)
    const change = { file: path, content: after ?? '', overwrite_on_create: before !== null }
    return [{ ...place, branch: branchName, ...change, commit_message: title }].map((attributes) =>
      resource('github_repository_file', name, attributes),
    )
  })
  const after = committed.map(({ labels }) => labels.join('.')).join(', ')
  const { name, owner } = splitRepository(repository)
  const { repository: _own, ...through } = place
  const request = {
    ...through,
    owner,
    base_repository: name,
    base_ref: base,
    head_ref: branchName,
    title,
    body,
  }
  return [
    {
      ...resource('github_branch', own, { ...place, branch, source_branch: base }),
      comments: [`Where the branch stands already, import it first: ${name}:${branch}`],
    },
    ...committed,
    resource('github_repository_pull_request', own, { ...request, depends_on: { expression: `[${after}]` } }),
  ]
}

function inRepository(repository: RepositoryName, names: TerraformNames): Record<string, HclValue> {
  const { owner, name } = splitRepository(repository)
  return { ...names.github(owner), repository: name }
}
