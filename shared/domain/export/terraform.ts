import type { AccountId, Region } from '../ids'
import { splitRepository } from '../ids'
import type { Plan } from '../plan'
import { type ByHand, type Desired, gather } from './desired'
import { type HclBlock, type HclValue, hclFile } from './hcl'
import { LogicalNames, terraformName } from './names'
import { awsBlocks } from './terraform-aws'
import type { TerraformNames } from './terraform-block'
import { githubBlocks } from './terraform-github'

/** Plans as a Terraform configuration; what it cannot do is told in its head. No secret is in it. */
export function terraformOf(plans: readonly Plan[]): { text: string; byHand: number } {
  const desired = gather(plans)
  const accounts = accountsOf(desired)
  const owners = ownersOf(desired)
  const names = terraformNames(accounts.length > 1, owners.length > 1)
  const region = plans[0]?.setup.region ?? null
  const blocks = [
    requirements(accounts.length > 0, owners.length > 0),
    ...accounts.flatMap((account) => awsProvider(account, region, accounts.length > 1)),
    ...owners.map((owner) => githubProvider(owner, owners.length > 1)),
    ...awsBlocks(desired, names),
    ...githubBlocks(desired, names),
  ]
  const byHand = [...desired.byHand.values()]
  return { text: hclFile(head(plans, byHand), blocks), byHand: byHand.length }
}

function head(plans: readonly Plan[], byHand: readonly ByHand[]): string[] {
  const made = plans.map(({ repository, createdAt }) => `  ${repository}, planned at ${createdAt}`)
  const left = byHand.flatMap(({ repository, title, target, says }) => [
    `- ${repository}: ${title} (${target})`,
    `  ${says}`,
  ])
  return [
    'Written by Rolecall from its plan of:',
    ...made,
    'What stands already is imported. Read what `terraform plan` shows before you apply it.',
    ...(left.length > 0 ? ['', 'Not in this file, to be done by hand:', ...left] : []),
  ]
}

function accountsOf({ providers, roles, policies }: Desired): AccountId[] {
  const things = [...providers.values(), ...roles.values(), ...policies.values()]
  return [...new Set(things.map(({ account }) => account))]
}

function ownersOf({ values, proposals }: Desired): string[] {
  const repositories = [
    ...values.map(({ value }) => value.repository),
    ...proposals.map((one) => one.repository),
  ]
  return [...new Set(repositories.map((repository) => splitRepository(repository).owner))]
}

function terraformNames(manyAccounts: boolean, manyOwners: boolean): TerraformNames {
  const byType = new Map<string, LogicalNames>()
  const through = (many: boolean, provider: string, alias: string): Record<string, HclValue> =>
    many ? { provider: { expression: `${provider}.${alias}` } } : {}
  return {
    of: (type, key, wish) => {
      const names = byType.get(type) ?? new LogicalNames(terraformName)
      byType.set(type, names)
      return names.of(key, wish)
    },
    aws: (account) => through(manyAccounts, 'aws', accountAlias(account)),
    github: (owner) => through(manyOwners, 'github', terraformName(owner)),
  }
}

function accountAlias(account: AccountId): string {
  return `account_${account}`
}

function requirements(aws: boolean, github: boolean): HclBlock {
  const of = (source: string): HclValue => ({ map: { source, version: '~> 6.0' } })
  const attributes = {
    ...(aws && { aws: of('hashicorp/aws') }),
    ...(github && { github: of('integrations/github') }),
  }
  const providers = { type: 'required_providers', labels: [], attributes }
  return { type: 'terraform', labels: [], attributes: { required_version: '>= 1.5' }, blocks: [providers] }
}

/* An export is for these accounts: with credentials of another one nothing is touched. */
function awsProvider(account: AccountId, region: Region | null, many: boolean): HclBlock[] {
  const own = { ...(region && { region }), allowed_account_ids: { list: [account] } }
  if (!many) return [{ type: 'provider', labels: ['aws'], attributes: own }]
  const name = `aws_profile_${account}`
  const variable = {
    type: 'variable',
    labels: [name],
    attributes: { type: { expression: 'string' }, description: `AWS profile for the account ${account}` },
  }
  const profile = { expression: `var.${name}` }
  return [
    variable,
    { type: 'provider', labels: ['aws'], attributes: { alias: accountAlias(account), ...own, profile } },
  ]
}

function githubProvider(owner: string, many: boolean): HclBlock {
  const attributes = { ...(many && { alias: terraformName(owner) }), owner }
  return { type: 'provider', labels: ['github'], attributes }
}
