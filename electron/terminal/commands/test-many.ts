import type { TestBatchEvent, TestChoice, TestEntry, TestOutcome } from '../../../shared/contract/test-runs'
import { TestOutcome as Outcomes } from '../../../shared/contract/test-runs'
import type { RepositoryName } from '../../../shared/domain/ids'
import { readChoices } from '../choices-file'
import { EXIT } from '../exit'
import { columns } from '../marks'
import type { Session } from '../session'

export interface TestManyOrder {
  /** Null: every watched repository that is not archived. */
  repositories: RepositoryName[] | null
  atOnce: number
  common: TestChoice
  /** A file with what single ones begin with. */
  choices: string | undefined
}

/** `test --all` and `test R1 R2 …`: a test run of each, a few at once, each to its end. */
export async function testManyVerb(session: Session, order: TestManyOrder): Promise<number> {
  const { repositories, atOnce, common } = order
  const choices = order.choices === undefined ? [] : await readChoices(order.choices, common)
  session.ifStopped('The runs that were started go on. See them with: logs REPOSITORY')
  const events = await session.client.runs.startMany({ repositories, atOnce, common, choices })
  const entries = await followTests(session, events)
  const totals = Object.fromEntries(
    Outcomes.options.flatMap((outcome) => {
      const count = entries.filter((entry) => entry.outcome === outcome).length
      return count === 0 ? [] : [[outcome, count] as const]
    }),
  )
  if (session.json) session.print(JSON.stringify({ repositories: entries, totals }, null, 2))
  else session.print(entriesText(session, entries))
  return entries.every(({ outcome }) => outcome === 'passed') ? EXIT.fine : EXIT.bad
}

async function followTests(session: Session, events: AsyncIterable<TestBatchEvent>): Promise<TestEntry[]> {
  for await (const event of events) {
    if (event.kind === 'running') session.progress(`${event.repository}: ${event.run.url}`)
    if (event.kind === 'settled') {
      const { entry, done, total } = event
      session.progress(`${done}/${total} ${WORDS[entry.outcome].padEnd(12)} ${entry.repository}`)
    }
    if (event.kind === 'ended') return event.entries
  }
  throw new Error('The test runs ended without saying how.')
}

const WORDS: Record<TestOutcome, string> = {
  passed: 'passed',
  failed: 'failed',
  unproven: 'not proven',
  refused: 'not started',
  lost: 'out of sight',
  cancelled: 'cancelled',
}

function entriesText(session: Session, entries: readonly TestEntry[]): string {
  if (entries.length === 0)
    return 'The fleet is empty. Name repositories, or add some with: fleet --add owner/name.'
  return columns(
    entries.map(({ repository, outcome, run, diagnoses, failure }) => [
      WORDS[outcome],
      repository,
      run ? `run ${run.id}` : '',
      failure ? session.told(failure) : (diagnoses[0]?.title ?? ''),
    ]),
  )
}
