import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { GithubRun } from '../../electron/sandbox/github/github-world'
import { newRun } from '../../electron/sandbox/github/run-store'
import { RepositoryName } from '../../shared/domain/ids'
import type { RunState } from '../../shared/domain/run'
import { EVERY_RUN } from '../../shared/domain/run-filter'
import { heldClock } from '../support/held-clock'
import { sandboxHouse } from '../support/sandbox-house'
import { repositoryOf } from '../support/seeded-github'

const clock = heldClock()
const at = sandboxHouse({ clock })
const API = RepositoryName.parse('acme/api')
const WEB = RepositoryName.parse('acme/web')

/** Looks at single runs, by their number, counted at the network. */
const looks = new Map<number, number>()
const looksAt = (run: GithubRun) => looks.get(run.id) ?? 0

beforeEach(() => {
  const network = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const asked = input instanceof Request ? input.url : String(input)
    const id = Number(/\/actions\/runs\/(\d+)$/.exec(asked)?.[1])
    if (id > 0) looks.set(id, (looks.get(id) ?? 0) + 1)
    return network(input, init)
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  looks.clear()
})

/** A run that somebody else began and that goes on until the test ends it. */
function someonesRun(name: RepositoryName): GithubRun {
  const repository = repositoryOf(at().sandbox, name)
  const [workflow] = repository.workflows
  if (!workflow) throw new Error(`${name} has no workflow.`)
  const createdAt = new Date(at().sandbox.stage.now()).toISOString().replace(/\.\d+Z/, 'Z')
  const headSha = repository.git.branches.main ?? ''
  const facts = { workflow, event: 'push', branch: 'main', headSha, actor: 'mona', createdAt } as const
  return Object.assign(newRun(at().sandbox.stage.world.github, repository, facts), { status: 'in_progress' })
}

function end(run: GithubRun): void {
  const updatedAt = new Date(Date.parse(run.updatedAt) + 60_000).toISOString()
  Object.assign(run, { status: 'completed', conclusion: 'success', updatedAt })
}

/** What a panel holds open; the returned function ends it. */
function hold<T>(
  open: (options: { signal: AbortSignal }) => Promise<AsyncIterable<T>>,
  onEvent: (event: T) => void = () => {},
): () => Promise<void> {
  const stop = new AbortController()
  const read = async (): Promise<void> => {
    for await (const event of await open({ signal: stop.signal })) onEvent(event)
  }
  const over = read().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
  })
  return async () => {
    stop.abort()
    await over
  }
}

const seePanel = () => hold((options) => at().client.runs.attend(undefined, options))
const watch = (told: RunState[], repository: RepositoryName | null = null) =>
  hold(
    (options) => at().client.runs.watchOpen({ repository }, options),
    (state) => told.push(state),
  )

/** Lets time pass until the run has been looked at so many times more. */
async function untilLooked(run: GithubRun, times: number): Promise<void> {
  const wanted = looksAt(run) + times
  while (looksAt(run) < wanted) {
    clock.strike()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

describe('the list of runs', { timeout: 60_000 }, () => {
  test('follows each open run of the fleet from one poller, which rests while no panel can be seen', async () => {
    const { client, house } = at()
    const run = someonesRun(API)
    await client.fleet.observe({ repositories: [API, WEB] })
    const told: RunState[] = []
    const other: RunState[] = []
    const hide = seePanel()
    const leave = [watch(told), watch(other, API)]
    await vi.waitFor(() => expect([told.length, other.length]).toEqual([1, 1]))
    expect(looksAt(run)).toBe(1)
    expect(house.realm().runs.poller.size).toBe(1)
    await untilLooked(run, 3)
    /* The answer to the last look is there once the next one is planned. */
    await vi.waitFor(() => expect(clock.isIdle()).toBe(false))

    await hide()
    await vi.waitFor(() => expect(clock.isIdle()).toBe(true))
    const before = looksAt(run)
    clock.pass(24 * 3_600_000)
    expect([looksAt(run), clock.isIdle()]).toEqual([before, true])

    const hideAgain = seePanel()
    await vi.waitFor(() => expect(looksAt(run)).toBe(before + 1))
    end(run)
    await untilLooked(run, 1)
    await vi.waitFor(() => expect(told.at(-1)?.run.conclusion).toBe('success'))
    await vi.waitFor(() => expect(house.realm().runs.poller.size).toBe(0))
    expect((await client.runs.history({ repositories: [API], filter: EVERY_RUN })).runs).toContainEqual(
      expect.objectContaining({ id: run.id, conclusion: 'success' }),
    )
    for (const end of [...leave, hideAgain]) await end()
  })

  test('has a run that was begun here at once, without the repository being read again', async () => {
    const { client } = at()
    const told: RunState[] = []
    const leave = watch(told)
    const { id } = await client.runs.start({ repository: WEB, workflowPath: null, ref: null, inputs: {} })
    const { runs } = await client.runs.history({ repositories: [WEB], filter: EVERY_RUN })
    expect(runs.map((run) => run.id)).toContain(id)
    await vi.waitFor(() => expect(told.map(({ run }) => run.id)).toContain(id))
    await leave()
  })

  test('asks for no run any more once nobody has the list open', async () => {
    const { client, house } = at()
    const run = someonesRun(API)
    await client.fleet.observe({ repositories: [API] })
    const told: RunState[] = []
    const leave = watch(told)
    await vi.waitFor(() => expect(told.map(({ run: { id } }) => id)).toContain(run.id))
    await leave()
    expect(house.realm().runs.poller.size).toBe(0)
    await vi.waitFor(() => expect(clock.isIdle()).toBe(true))
    end(run)
  })
})
