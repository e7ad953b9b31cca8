import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { openLogStore } from '../../electron/storage/logs/log-store'
import { RepositoryName } from '../../shared/domain/ids'
import { type LogFigures, peakRssMib } from './figures'
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
const kept = keep()
while (firstScreenMs === 0) {
  const page = await store.page(key, 1, SCREEN)
  if (page && page.lines.length >= SCREEN) firstScreenMs = performance.now() - began
}
await kept
const indexedMs = performance.now() - began
const outline = await store.outline(key, [])
const deepMs = await timed(() => store.page(key, 900_000, SCREEN))
const rare = await searched(RARE)
const rareAgain = await searched(RARE)
const anyCase = await searched(RARE.toUpperCase(), { caseSensitive: false })
const common = await searched(COMMON)
const regex = await searched('Needle[A-Z]nThe\\w+', { regex: true })
const figures: LogFigures = {
  bytes: outline?.bytes ?? 0,
  lines: outline?.lines ?? 0,
  firstScreenMs,
  indexedMs,
  deepMs,
  rare: rareAgain,
  rareFirst: rare,
  anyCase,
  common,
  regex,
  grownMib: peakRssMib() - rssBefore,
}
await store.close()
process.stdout.write(JSON.stringify(figures))

async function keep(): Promise<void> {
  const id = await store.begin(key, about)
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) await store.write(id, chunk)
  await store.finish(id, GIB)
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}

async function searched(
  text: string,
  { regex = false, caseSensitive = true } = {},
): Promise<{ ms: number; lines: number }> {
  let lines = 0
  const ms = await timed(async () => {
    for await (const hits of store.search(key, { text, regex, caseSensitive })) lines += hits.lines.length
  })
  return { ms, lines }
}
