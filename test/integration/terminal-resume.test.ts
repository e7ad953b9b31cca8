import { expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { startRolecall } from '../support/cli'
import { standingOf } from '../support/service-steps'
import { standingSandbox } from '../support/terminal-sandbox'

/* A process that is really killed, at the step named, and another one that goes on. */

const { inSandbox, sandbox, home } = standingSandbox()

test.each(['Create the role', 'Merge the pull request'])(
  'killed when it began “%s”: the next process goes on to the end, and undo leads back',
  { timeout: 120_000 },
  async (title) => {
    const { repository } = caseOf('nothing')
    await sandbox().reset()
    const before = standingOf(sandbox(), repository)
    await killedAt(title, ['apply', repository, '--yes', '--sandbox', '--home', home()])
    const listed = await inSandbox('resume', '--json')
    const { interrupted } = JSON.parse(listed.stdout)
    expect(interrupted).toMatchObject([{ repository, undoing: false }])
    const id = interrupted[0].application
    expect((await inSandbox('resume', id)).code).toBe(2)
    const resumed = await inSandbox('resume', id, '--yes', '--json')
    const answer = JSON.parse(resumed.stdout)
    expect([resumed.code, answer.failure]).toEqual([0, null])
    expect(new Set(answer.steps.map(({ phase }: { phase: string }) => phase))).toEqual(new Set(['done']))
    expect((await inSandbox('resume', '--json')).stdout).toContain('"interrupted": []')
    await sandbox().idle()
    expect((await inSandbox('undo', id, '--json')).code).toBe(0)
    expect(standingOf(sandbox(), repository)).toEqual(before)
  },
)

function killedAt(title: string, args: string[]): Promise<void> {
  const child = startRolecall(args)
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk
    if (told.split('\n').some((line) => line.startsWith('begun') && line.includes(title)))
      child.kill('SIGKILL')
  })
  return new Promise((resolve) => child.once('close', () => resolve()))
}
