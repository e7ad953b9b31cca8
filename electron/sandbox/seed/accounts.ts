import type { AwsAccount, AwsOrganization, AwsPrincipal, AwsWorld } from '../aws/aws-world'
import { bedrockCatalog, marketplaceModels, type SeedRegion, UNSUBSCRIBED_MODEL } from './bedrock-catalog'
import { peopleRoles } from './people-roles'

/** An AWS account of the sandbox: the profile that reaches it is named like its alias. */
export interface SeedAccount {
  id: string
  alias: 'acme-prod' | 'acme-dev' | 'globex'
  region: SeedRegion
  accessKeyId: string
  /** Any secret is accepted; this one stands in the profile. */
  secretAccessKey: string
}

/** Each account fails in at most one way, so that a case of one does not show in the others. */
export const ACCOUNTS: Record<SeedAccount['alias'], SeedAccount> = {
  'acme-prod': account('111122223333', 'acme-prod', 'us-east-1', 'AKIASANDBOXACMEPROD1'),
  /** Lacks Anthropic's form. */
  'acme-dev': account('444455556666', 'acme-dev', 'us-west-2', 'AKIASANDBOXACMEDEV01'),
  /** Lacks the provider. */
  globex: account('777788889999', 'globex', 'eu-central-1', 'AKIASANDBOXGLOBEX001'),
}

function account(
  id: string,
  alias: SeedAccount['alias'],
  region: SeedRegion,
  accessKeyId: string,
): SeedAccount {
  return { id, alias, region, accessKeyId, secretAccessKey: `sandbox+${alias}+secret+key`.padEnd(40, '0') }
}

const HOST = 'token.actions.githubusercontent.com'

const FORM = JSON.stringify({
  companyName: 'Acme',
  companyWebsite: 'https://acme.example',
  intendedUsers: '0',
  industryOption: 'Technology',
  otherIndustryOption: '',
  useCases: 'Code review and release notes in GitHub Actions.',
})

/** One account manages its organization, one is managed by an account that is not connected, one is in none. */
const ORGANIZATIONS: AwsOrganization[] = [
  { id: 'o-acme000001', managementAccount: ACCOUNTS['acme-prod'].id, accounts: [ACCOUNTS['acme-prod'].id] },
  { id: 'o-globex0001', managementAccount: '999900001111', accounts: [ACCOUNTS.globex.id] },
]

/** The three accounts with the roles that people sign in to. */
export function seedAws(createdAt: string): AwsWorld {
  const all = Object.values(ACCOUNTS)
  return {
    accounts: Object.fromEntries(all.map((each) => [each.id, emptyAccount(each, createdAt)])),
    accessKeys: Object.fromEntries(all.map((each) => [each.accessKeyId, administrator(each)])),
    regions: bedrockCatalog(),
    consistencyDelay: 0,
    organizations: ORGANIZATIONS,
  }
}

function emptyAccount({ id, alias }: SeedAccount, createdAt: string): AwsAccount {
  const provider = { url: HOST, clientIds: ['sts.amazonaws.com'], thumbprints: [], createdAt }
  return {
    id,
    alias,
    providers: alias === 'globex' ? [] : [provider],
    roles: alias === 'acme-prod' ? peopleRoles(id, createdAt) : [],
    managedPolicies: [],
    useCaseForm: alias === 'acme-dev' ? null : FORM,
    agreements: marketplaceModels().filter((model) => alias !== 'acme-prod' || model !== UNSUBSCRIBED_MODEL),
    applicationProfiles: [],
    deniedRegions: [],
  }
}

function administrator({ id }: SeedAccount): AwsPrincipal {
  return { account: id, arn: `arn:aws:iam::${id}:user/sandbox-admin`, allowedActions: null, sessionOf: null }
}
