import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { chromium } from '@playwright/test'
import { servePanel } from '../../electron/browser/server'
import { createHouse } from '../../electron/house'
import { silenceSdkNotice } from '../../electron/sdk-notice'
import { openLogStore } from '../../electron/storage/logs/log-store'
import { openNodeConf } from '../../electron/storage/node-conf'
import { memoryVault } from '../../electron/storage/vault'
import { VERSION } from '../../electron/version'
import { RepositoryName } from '../../shared/domain/ids'
import { findChromium } from '../support/find-chromium.mjs'
import type { ScrollFigures } from './figures'
import { TRACED, workOfFrames } from './page-work'

/* Scrolls through a large log in the built panel, and measures how long each frame took. */

const [file = '', home = '', shots = ''] = process.argv.slice(2)
const WEB = RepositoryName.parse('acme/web')

silenceSdkNotice()
const house = await createHouse({
  door: 'browser',
  home,
  env: {},
  sandbox: true,
  pace: 0,
  openConf: openNodeConf,
  vault: memoryVault(),
  version: VERSION,
})
const { runs } = createRouterClient(house.router)
const [run] = await runs.list({ repository: WEB })
const state = run && (await runs.get({ repository: WEB, runId: run.id }))
const job = state?.jobs[0]
if (!run || !job) throw new Error('The sandbox has no run to show a log of.')
await keepAs(job.id)

const server = await servePanel(house, 0)
const executablePath = await findChromium()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
const page = await browser.newPage({ viewport: { width: 1360, height: 880 } })
await page.goto(server.link())
await page.goto(`${new URL(server.link()).origin}/#/r/${WEB}/runs/${run.id}?job=${job.id}`)
await page.getByRole('button', { name: 'Line 1', exact: true }).waitFor()
if (shots) await page.screenshot({ path: join(shots, 'large.png') })
await browser.startTracing(page, { categories: TRACED })
const frames = await page.getByRole('region', { name: /^Lines of/ }).evaluate(scrollThrough)
const work = workOfFrames(await browser.stopTracing())
await page.waitForTimeout(500)
if (shots) await page.screenshot({ path: join(shots, 'large-scrolled.png') })
frames.sort((a, b) => a - b)
work.sort((a, b) => a - b)
const figures: ScrollFigures = {
  frames: frames.length,
  longestMs: frames.at(-1) ?? 0,
  over50: frames.filter((each) => each > 50).length,
  medianMs: frames[Math.floor(frames.length / 2)] ?? 0,
  longestWorkMs: work.at(-1) ?? 0,
  medianWorkMs: work[Math.floor(work.length / 2)] ?? 0,
}
await browser.close()
await server.close()
await house.close()
process.stdout.write(JSON.stringify(figures))

/** Keeps the file as the log of a job, before the panel asks for it. */
async function keepAs(jobId: number): Promise<void> {
  const store = openLogStore(join(home, 'sandbox', 'logs'))
  const id = await store.begin(
    { host: 'sandbox', repository: WEB, jobId },
    { repository: WEB, runId: run?.id ?? null, jobId, jobName: 'bench' },
  )
  for await (const chunk of createReadStream(file)) await store.write(id, chunk)
  await store.finish(id, 2 ** 30)
  await store.close()
}

/** Scrolls by three screens a frame for six seconds, with a leap now and then; milliseconds between frames. */
function scrollThrough(scroller: Element): Promise<number[]> {
  const frames: number[] = []
  const began = performance.now()
  let last = began
  return new Promise((resolve) => {
    const step = (now: number): void => {
      frames.push(now - last)
      last = now
      const leap = frames.length % 60 === 0
      scroller.scrollTop += leap ? scroller.scrollHeight / 12 : scroller.clientHeight / 3
      if (now - began < 6_000) requestAnimationFrame(step)
      else resolve(frames.slice(2))
    }
    requestAnimationFrame(step)
  })
}
