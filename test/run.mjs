/* `npm test`: everything that must hold, one part after the other, with the totals as the last line. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { obtainChromium } from './run/chromium.mjs'
import { runShown } from './run/command.mjs'
import { countPlaywright, countVitest } from './run/count.mjs'

const reports = mkdtempSync(join(tmpdir(), 'rolecall-test-'))
const vitestReport = join(reports, 'vitest.json')
const playwrightReport = join(reports, 'playwright.json')

const CHECKS = [
  { name: 'lint', package: '@biomejs/biome', program: 'biome', args: ['check', '.'] },
  { name: 'types', package: 'typescript', program: 'tsc', args: ['--project', '.'] },
  { name: 'build', package: 'vite', program: 'vite', args: ['build', '--app', '--logLevel', 'warn'] },
]
const SUITES = [
  {
    name: 'unit, contract, integration',
    package: 'vitest',
    program: 'vitest',
    args: [
      ...['run', '--config', 'test/vitest.config.ts'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    ],
    count: () => countVitest(vitestReport),
  },
  {
    name: 'end to end',
    package: '@playwright/test',
    program: 'playwright',
    args: ['test', '--config', 'test/playwright.config.ts', '--reporter=list,json'],
    count: () => countPlaywright(playwrightReport),
  },
]

async function runPart(part, env) {
  process.stdout.write(`\n== ${part.name}\n`)
  const startedAt = Date.now()
  const ok = await runShown(part, env)
  return { name: part.name, ok, seconds: Math.round((Date.now() - startedAt) / 1000) }
}

async function runAll(chromium) {
  const env = { CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport }
  const outcomes = []
  for (const check of CHECKS) outcomes.push(await runPart(check, env))
  for (const suite of SUITES) outcomes.push({ ...(await runPart(suite, env)), ...suite.count() })
  return outcomes
}

function describe({ name, ok, seconds, passed, failed, names = [] }) {
  const tests = passed === undefined ? '' : `, ${passed} passed, ${failed} failed`
  const failures = names.map((failure) => `       ${failure}\n`).join('')
  return `${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s${tests})\n${failures}`
}

try {
  const outcomes = await runAll(await obtainChromium())
  const total = (key) => outcomes.reduce((sum, outcome) => sum + (outcome[key] ?? 0), 0)
  const [passed, failed] = [total('passed'), total('failed')]
  process.stdout.write(`\n${outcomes.map(describe).join('')}`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = outcomes.every(({ ok }) => ok) && failed === 0 && passed > 0 ? 0 : 1
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}
