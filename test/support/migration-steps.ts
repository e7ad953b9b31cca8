import { createRouterClient } from '@orpc/server'
import type { PanelClient, Session } from '../../electron/terminal/session'
import type { MigrationEvent } from '../../shared/contract/migration'
import { RepositoryName } from '../../shared/domain/ids'
import type { MigrationEntry, MigrationStage, MigrationState } from '../../shared/domain/migration'
import { openHouse } from './sandbox-house'

/** Carries repositories and gives what was told at the end. */
export async function carry(
  client: PanelClient,
  names: readonly string[],
  until: MigrationStage,
): Promise<{ entries: MigrationEntry[]; events: MigrationEvent[] }> {
  const repositories = names.map((name) => RepositoryName.parse(name))
  const events: MigrationEvent[] = []
  for await (const event of await client.setup.migration.carry({ repositories, until })) events.push(event)
  const ended = events.at(-1)
  if (ended?.kind !== 'ended') throw new Error('The stream ended without saying how.')
  return { entries: ended.entries, events }
}

/** The stage of one repository, read anew. */
export async function stageOf(client: PanelClient, name: string): Promise<MigrationState> {
  const [state] = await client.setup.migration.view({
    repositories: [RepositoryName.parse(name)],
    fresh: true,
  })
  if (!state) throw new Error(`Nothing was said of ${name}.`)
  return state
}

/** Works in a house of its own on the sandbox of this home, as a process does that was started after another ended. */
export async function inNewHouse<T>(home: string, work: (client: PanelClient) => Promise<T>): Promise<T> {
  const house = await openHouse(home)
  try {
    return await work(createRouterClient(house.router))
  } finally {
    await house.close()
  }
}

/** Runs a verb with `--json` in this process; its exit code and the object that it printed. */
export async function atTerminal(
  client: PanelClient,
  verb: (session: Session) => Promise<number>,
): Promise<{ code: number; answer: unknown }> {
  const printed: string[] = []
  const quiet = (): void => {}
  const code = await verb({
    client,
    json: true,
    sandbox: true,
    artifact: () => Promise.reject(new Error('No verb that is run here saves an artifact.')),
    print: (text) => void printed.push(text),
    progress: quiet,
    told: ({ sentence }) => sentence,
    ifStopped: quiet,
  })
  return { code, answer: JSON.parse(printed.join('')) }
}
