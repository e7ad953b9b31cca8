import type { AccessWait } from '../../../shared/domain/access-wait'
import type { RepositoryName } from '../../../shared/domain/ids'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

/** `waits [R]`: what AWS has not finished yet of the forms and agreements that Rolecall sent. Ends with 1 while something is awaited. */
export async function waitsVerb(
  { client, json, print }: Session,
  repository: RepositoryName | null,
): Promise<number> {
  const waits = await client.setup.waits({ repository })
  print(json ? JSON.stringify({ waits }, null, 2) : waitsText(waits))
  return waits.length > 0 ? EXIT.bad : EXIT.fine
}

function waitsText(waits: readonly AccessWait[]): string {
  if (waits.length === 0) return 'Nothing is awaited from AWS.'
  return columns(
    waits.map((wait) => [
      wait.account,
      wait.what === 'form' ? 'Anthropic’s form' : `agreement for ${wait.model} in ${wait.region}`,
      `sent ${wait.since} for ${wait.repository}`,
      wait.overdue ? 'longer than AWS says: look again, or ask AWS Support' : `until ${wait.until}`,
    ]),
  )
}
