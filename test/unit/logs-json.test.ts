import { describe, expect, test } from 'vitest'
import { logsVerb } from '../../electron/terminal/commands/logs'
import type { PanelClient, Session } from '../../electron/terminal/session'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import { RepositoryName } from '../../shared/domain/ids'
import type { LogLine } from '../../shared/domain/log'

const WEB = RepositoryName.parse('acme/web')
const FLAGS = { run: 7, regex: false, ignoreCase: false }
const OFFLINE = failure('offline', 'GitHub cannot be reached.')

const line = (number: number): LogLine => ({
  ...{ number, at: null, kind: 'plain', text: `line ${number}`, spans: [], group: null },
})

/** A verb's session on a run of two jobs with three lines each; the second log may fail at a line. */
function sessionOn({ failsAt = 0, stopsAt = 0 }: { failsAt?: number; stopsAt?: number }) {
  const printed: string[] = []
  let stop = (): void => {}
  const logPage = async ({ jobId, from }: { jobId: number; from: number }) => {
    if (jobId === 2 && from === failsAt) throw new ExpectedFailure(OFFLINE)
    if (jobId === 2 && from === stopsAt) {
      stop()
      return new Promise(() => {})
    }
    return { available: true, lines: from <= 3 ? [line(from)] : [], cut: [], total: 3, complete: true }
  }
  const jobs = [1, 2].map((id) => ({ id, name: `job ${id}` }))
  const get = async () => ({ run: { repository: WEB, id: 7, status: 'completed' }, jobs })
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  let finish = (): void => {}
  const session: Session = {
    client: { runs: { get, logPage } } as unknown as PanelClient,
    json: true,
    sandbox: false,
    print: (text) => printed.push(text),
    artifact: () => Promise.reject(new Error('No artifact is asked for.')),
    progress: () => {},
    told: ({ sentence }) => sentence,
    ifStopped: (_, end = () => {}) => {
      finish = end
    },
  }
  const answer = () => JSON.parse(printed.join('\n'))
  return { session, answer, stopped, finish: () => finish() }
}

describe('logs --json is one whole object', () => {
  test('of a log that was read to its end, without a mark', async () => {
    const { session, answer } = sessionOn({})
    expect(await logsVerb(session, WEB, FLAGS)).toBe(0)
    expect(Object.keys(answer())).toEqual(['jobs'])
    expect(answer().jobs[1].log.log.lines).toHaveLength(3)
  })

  test.each([1, 3])('of one that breaks off before line %i, with what was read and why', async (failsAt) => {
    const { session, answer } = sessionOn({ failsAt })
    expect(await logsVerb(session, WEB, FLAGS)).toBe(3)
    expect(answer().unfinished).toEqual({ jobId: 2, failure: OFFLINE })
    expect(answer().jobs[1].log.log.lines).toHaveLength(failsAt - 1)
  })

  test('and of one that somebody stops', async () => {
    const { session, answer, stopped, finish } = sessionOn({ stopsAt: 2 })
    void logsVerb(session, WEB, FLAGS)
    await stopped
    finish()
    expect(answer()).toMatchObject({ unfinished: { jobId: 2, failure: null } })
    expect(answer().jobs[1].log.log.lines).toHaveLength(1)
  })
})
