import type { AwsConnection, Connections } from '../../../shared/contract/connections'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { Region } from '../../../shared/domain/ids'
import { EXIT } from '../exit'
import type { Session } from '../session'

export interface ConnectFlags {
  region?: Region
  repin: boolean
  signIn: boolean
}

/** `connect PROFILE`: resolves the profile, pins it to its account, and keeps the pin for every door of the home. */
export async function connectVerb(session: Session, profile: string, flags: ConnectFlags): Promise<number> {
  const { client, json, print } = session
  if (flags.signIn) await signIn(session, profile)
  const after = await client.connections.connectAws({
    profile,
    region: flags.region ?? null,
    repin: flags.repin,
  })
  const connection = connectionOf(after, profile)
  print(json ? JSON.stringify({ connection }, null, 2) : connectedText(connection))
  return EXIT.fine
}

async function signIn({ client, progress }: Session, profile: string): Promise<void> {
  for await (const event of await client.connections.signInAws({ profile })) {
    if (event.kind === 'signed-in') progress('Signed in.')
    else progress(`Open ${event.verificationUrl} and confirm the code ${event.userCode}.`)
  }
}

function connectionOf({ aws }: Connections, profile: string): AwsConnection {
  const found = aws.find((each) => each.profile === profile)
  if (found) return found
  throw new ExpectedFailure(
    failure('conflict', `Profile ${profile} was disconnected meanwhile. Connect it again.`),
  )
}

function connectedText({ profile, account, alias, arn, region }: AwsConnection): string {
  return [
    `${profile} is pinned to account ${account}${alias === null ? '' : ` (${alias})`}`,
    `  ${arn}`,
    `  ${region}`,
  ].join('\n')
}
