import type { Connections } from '../../../shared/contract/connections'
import type { AwsProfile, FileComplaint, SignInState } from '../../../shared/domain/profile'
import { standingOf } from '../../../shared/domain/sign-in-expiry'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

/** `profiles`: lists the AWS profiles of the machine with their kinds, and what is odd in their files. */
export async function profilesVerb({ client, json, print, progress }: Session): Promise<number> {
  const connections = await client.connections.get()
  const { profiles, complaints, unreadable } = connections
  if (json) print(JSON.stringify({ profiles: profiles.map(entryOf), complaints }, null, 2))
  else print(profileTable(connections))
  if (!json) for (const complaint of complaints) progress(complaintText(complaint))
  if (!unreadable) return EXIT.fine
  progress('None of the AWS files can be read. Mend that, or name others in AWS_CONFIG_FILE.')
  return EXIT.unanswered
}

function entryOf({ name, kind, region, chain, signIn, says }: AwsProfile) {
  return { name, kind, region, chain, signIn, says }
}

function profileTable({ profiles }: Connections): string {
  if (profiles.length === 0) return 'There is no AWS profile. Make one with aws configure sso, or aws login.'
  return columns(
    profiles.map(({ name, kind, region, chain, signIn, says }) => [
      name,
      kind,
      region ?? '',
      chain.map((source) => `← ${source}`).join(' '),
      says ?? (signIn ? signInText(signIn) : ''),
    ]),
  )
}

function signInText(signIn: SignInState): string {
  switch (standingOf(signIn, Date.now())) {
    case 'signed-out':
      return 'signed out'
    case 'ended':
      return `signed out since ${signIn.expiresAt}`
    case 'ending':
    case 'lasting':
      return signIn.renewable ? 'signed in, renews itself' : `signed in until ${signIn.expiresAt}`
  }
}

function complaintText({ file, line, says }: FileComplaint): string {
  return `${file}${line === null ? '' : `:${line}`}: ${says}`
}
