import { join } from 'node:path'
import { writeText } from '../storage/atomic-file'
import { ACCOUNTS } from './seed/accounts'

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
  await writeText(files.config, config.join('\n'))
  await writeText(files.credentials, credentials.join('\n'))
}

function section(name: string, settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`)
  return `[${name}]\n${lines.join('\n')}\n`
}
