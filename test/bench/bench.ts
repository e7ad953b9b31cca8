import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { bestOf } from './best-of'
import { FleetFigures, LogFigures, ScrollFigures, StartFigures } from './figures'
import { COMMON, RARE, writeLargeLog } from './large-log'
import { run } from './program'
import { logReport, type MeasuredLog, report } from './report'

/*
 * How fast Rolecall is on a large fleet: a sandbox in one process is read by another, as GitHub and AWS would be.
 * Nothing is asserted, since figures depend on the machine; docs/performance.md keeps some, with their date.
 */

const { values } = parseArgs({
  options: { repos: { type: 'string', default: '1000' }, lines: { type: 'string', default: '1000000' } },
})
const lines = z.coerce.number().int().min(1).parse(values.lines)
const repos = z.coerce.number().int().min(1).parse(values.repos)

const Kept = z.object({ repositories: z.array(z.object({ facts: z.object({ repository: z.string() }) })) })
const Settings = z.record(z.string(), z.unknown())

const home = await mkdtemp(join(tmpdir(), 'rolecall-bench-'))
try {
  const { worldMs, fleet } = await readSandbox()
  process.stdout.write(`${report({ repos, worldMs, fleet, start: await startFromCache() })}\n`)
  process.stdout.write(`${logReport(await readLargeLog())}\n`)
} finally {
  await rm(home, { recursive: true, force: true })
}

/** Makes a world in a process of its own, and reads it twice from another. */
async function readSandbox(): Promise<{ worldMs: number; fleet: FleetFigures }> {
  const began = performance.now()
  const sandbox = run('cli', 'sandbox', '--repos', String(repos), '--seed', '7', '--home', home, '--json')
  try {
    await sandbox.firstOutput
    const worldMs = performance.now() - began
    const fleet = FleetFigures.parse(JSON.parse(await run('read-fleet', home).output))
    return { worldMs, fleet }
  } finally {
    sandbox.stop()
    await sandbox.output
  }
}

/** Keeps and searches one large log, each time in a process of its own and ripgrep after it; then scrolls through it. */
async function readLargeLog(): Promise<MeasuredLog> {
  const file = join(home, 'large.log')
  await writeLargeLog(file, lines)
  const first = await readLog(file, 0)
  const more = [await readLog(file, 1), await readLog(file, 2)]
  const rounds = [first, ...more]
  const scroll = ScrollFigures.parse(JSON.parse(await run('scroll-log', file, join(home, 'panel')).output))
  return {
    log: bestOf([first.log, ...more.map(({ log }) => log)]),
    ripgrepMs: {
      rare: least(rounds.map(({ rareMs }) => rareMs)),
      common: least(rounds.map(({ commonMs }) => commonMs)),
    },
    scroll,
  }
}

async function readLog(file: string, round: number) {
  const logs = join(home, `logs-${round}`)
  const log = LogFigures.parse(JSON.parse(await run('read-log', file, logs).output))
  await rm(logs, { recursive: true })
  return { log, rareMs: ripgrepMs(RARE, file), commonMs: ripgrepMs(COMMON, file) }
}

/** The best of three, its process included, its output read; null where there is no ripgrep on the PATH. */
function ripgrepMs(text: string, file: string): number | null {
  return least(
    Array.from({ length: 3 }, () => {
      const began = performance.now()
      const { status } = spawnSync('rg', ['--fixed-strings', '--line-number', text, file], {
        maxBuffer: 2 ** 30,
      })
      return status === 0 ? performance.now() - began : null
    }),
  )
}

function least(times: readonly (number | null)[]): number | null {
  const measured = times.filter((ms) => ms !== null)
  return measured.length === 0 ? null : Math.min(...measured)
}

/** Starts a door on what was just read, with its accounts pinned and no network to wait for. */
async function startFromCache(): Promise<StartFigures & { wallMs: number }> {
  const [from, to] = [join(home, 'sandbox'), join(home, 'cached')]
  await mkdir(to)
  await copyFile(join(from, 'observations.json'), join(to, 'observations.json'))
  const { repositories } = Kept.parse(JSON.parse(await readFile(join(to, 'observations.json'), 'utf8')))
  const settings = Settings.parse(JSON.parse(await readFile(join(from, 'settings.json'), 'utf8')))
  const fleet = repositories.map(({ facts }) => facts.repository)
  await writeFile(join(to, 'settings.json'), JSON.stringify({ ...settings, fleet }))
  const began = performance.now()
  const started = run('start-from-cache', to)
  await started.firstOutput
  const wallMs = performance.now() - began
  return { ...StartFigures.parse(JSON.parse(await started.output)), wallMs }
}
