import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { openLogStore } from '../../electron/storage/logs/log-store'
import { RepositoryName } from '../../shared/domain/ids'
import { quickest } from './best-of'
import { type LogFigures, peakRssMib, type SearchFigures, type Timed } from './figures'
import { COMMON, RARE } from './large-log'

/* Keeps a large log that lies on disk, as if it had just been downloaded, then reads and searches it. */

const [file = '', home = ''] = process.argv.slice(2)
const SCREEN = 200
const GIB = 2 ** 30

const store = openLogStore(join(home, 'logs'))
const key = { host: 'bench', repository: RepositoryName.parse('acme/bench'), jobId: 1 }
const about = { repository: key.repository, runId: 1, jobId: 1, jobName: 'bench' }
/* The threads are there before a log is: a panel that shows runs has started them. */
await store.about(key)
for await (const _ of store.search(key, { text: 'x', regex: false, caseSensitive: true }));
const rssBefore = process.memoryUsage().rss / 2 ** 20

const began = performance.now()
let firstScreenMs = 0
const kept = timed(keep)
while (firstScreenMs === 0) {
  const page = await store.page(key, 1, SCREEN)
  if (page && page.lines.length >= SCREEN) firstScreenMs = performance.now() - began
}
const indexed = await kept
const outline = await store.outline(key, [])
const figures: LogFigures = {
  bytes: outline?.bytes ?? 0,
  lines: outline?.lines ?? 0,
  firstScreenMs,
  indexed,
  deep: await timed(() => store.page(key, Math.floor((outline?.lines ?? 0) * 0.9), SCREEN)),
  rare: await searched(RARE),
  common: await searched(COMMON),
  rareAnyCase: await searched(RARE.toUpperCase(), { caseSensitive: false }),
  commonAnyCase: await searched(COMMON.toUpperCase(), { caseSensitive: false }),
  regex: await searched('Needle[A-Z]nThe\\w+', { regex: true }),
  grownMib: peakRssMib() - rssBefore,
}
await store.close()
process.stdout.write(JSON.stringify(figures))

async function keep(): Promise<void> {
  const id = await store.begin(key, about)
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) await store.write(id, chunk)
  await store.finish(id, GIB)
}

async function timed(act: () => Promise<unknown>): Promise<Timed> {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  await act()
  const { user, system } = process.cpuUsage(cpu)
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 }
}

async function searched(text: string, { regex = false, caseSensitive = true } = {}): Promise<SearchFigures> {
  let lines = 0
  const search = () =>
    timed(async () => {
      lines = 0
      for await (const hits of store.search(key, { text, regex, caseSensitive })) lines += hits.lines.length
    })
  const first = await search()
  const again = [await search(), await search(), await search()]
  return { first, again: quickest(again), lines }
}
