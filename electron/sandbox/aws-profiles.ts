import { join } from 'node:path'
import { writeText } from '../storage/atomic-file'
import { START_URL } from './aws/identity-center/sign-in-state'
import { ACCOUNTS } from './seed/accounts'
import { OPERATOR } from './seed/people-roles'

/** Files as the AWS SDKs read them: a profile for each account of the sandbox, pointed at its address. */
export interface AwsProfileFiles {
  config: string
  credentials: string
}

export function profileFiles(folder: string): AwsProfileFiles {
  return { config: join(folder, 'aws', 'config'), credentials: join(folder, 'aws', 'credentials') }
}

/** Writes both files, readable for the user alone. */
export async function writeProfiles(folder: string, awsUrl: string): Promise<void> {
  const accounts = Object.values(ACCOUNTS)
  const config = accounts.map(({ alias, region }) =>
    section(`profile ${alias}`, { region, endpoint_url: awsUrl, output: 'json' }),
  )
  const credentials = accounts.map(({ alias, accessKeyId, secretAccessKey }) =>
    section(alias, { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey }),
  )
  const files = profileFiles(folder)
  await writeText(files.config, [...config, ...signInSections(awsUrl)].join('\n'))
  await writeText(files.credentials, credentials.join('\n'))
}

/** Profiles of people: two that sign in with IAM Identity Center, and one that asks for an MFA code. */
function signInSections(awsUrl: string): string[] {
  const { id, alias, region } = ACCOUNTS['acme-prod']
  const place = { region, endpoint_url: awsUrl }
  const signIn = { sso_session: 'acme', sso_account_id: id }
  return [
    section('sso-session acme', {
      sso_start_url: START_URL,
      sso_region: region,
      sso_registration_scopes: 'sso:account:access',
    }),
    section('profile acme-sso', { ...signIn, sso_role_name: 'AdministratorAccess', ...place }),
    section('profile acme-viewer', { ...signIn, sso_role_name: 'ViewOnlyAccess', ...place }),
    section('profile acme-mfa', {
      role_arn: `arn:aws:iam::${id}:role/${OPERATOR}`,
      source_profile: alias,
      mfa_serial: `arn:aws:iam::${id}:mfa/sandbox-admin`,
      ...place,
    }),
  ]
}

function section(name: string, settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`)
  return `[${name}]\n${lines.join('\n')}\n`
}
