import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { rolecall, startRolecall } from '../support/cli'
import { temporaryFolder } from '../support/temporary-folder'

/* The two verbs that stand until they are told to stop. */

/** Starts a standing verb; its first line of output, and how to stop it. */
async function standing(...args: string[]) {
  const child = startRolecall(args)
  onTestFinished(() => void child.kill('SIGKILL'))
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    line,
    told: () => told,
    async stop(): Promise<number | null> {
      const ended = once(child, 'close')
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      return code
    },
  }
}

test('sandbox stands, other verbs of the home join it, and it ends when told', {
  timeout: 60_000,
}, async () => {
  const home = await temporaryFolder()
  const sandbox = await standing('sandbox', '--json', '--home', home, '--pace', '0', '--repos', '25')
  const environment = JSON.parse(sandbox.line)
  expect(Object.keys(environment)).toEqual([
    'AWS_CONFIG_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_ENDPOINT_URL',
    'GITHUB_API_URL',
    'GITHUB_TOKEN',
  ])
  const { code, stdout } = await rolecall(['fleet', '--json', '--home', home], environment)
  expect([code, JSON.parse(stdout).repositories.length]).toEqual([0, 25])
  expect(await sandbox.stop()).toBe(0)
  expect(sandbox.told()).toBe('The sandbox stands until Ctrl+C.\n')
})

test('a world that is there already is not passed off as the one that was asked for', {
  timeout: 60_000,
}, async () => {
  const home = await temporaryFolder()
  const first = await standing('sandbox', '--home', home, '--pace', '0')
  await first.stop()
  const second = await standing('sandbox', '--home', home, '--pace', '0', '--repos', '40', '--seed', '3')
  await second.stop()
  expect(second.told()).toMatch(/has a world already, of \d+ repositories.*Add --reset for a new one/)
  const third = await standing(
    'sandbox',
    '--home',
    home,
    '--reset',
    '--pace',
    '0',
    '--repos',
    '40',
    '--seed',
    '3',
  )
  await third.stop()
  expect(third.told()).toBe('The sandbox stands until Ctrl+C.\n')
})

test('serve prints a link that admits once, and ends when told', async () => {
  const panel = await standing('serve', '--no-open', '--home', await temporaryFolder())
  const link = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(panel.line)?.[0] ?? ''
  const open = () => fetch(link, { redirect: 'manual' })
  expect([(await open()).status, (await open()).status]).toEqual([303, 403])
  expect(await panel.stop()).toBe(0)
})
