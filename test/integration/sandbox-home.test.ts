import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromIni } from '@aws-sdk/credential-providers'
import { expect, onTestFinished, test } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../electron/sandbox/sandbox'
import { userOf } from '../support/sandbox-door'
import { temporaryFolder } from '../support/temporary-folder'

/* What a sandbox keeps in its home, and who shares it. */

async function started(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox(options)
  onTestFinished(() => sandbox.close())
  return sandbox
}

const variable = (repository: string) => `/repos/${repository}/actions/variables`

test('what was changed in one session is there in the next', async () => {
  const home = await temporaryFolder()
  const first = await started({ home })
  await userOf(first).write(`POST ${variable('acme/blank')}`, { name: 'NOTE', value: 'kept' })
  await first.close()
  const second = await started({ home })
  expect(await userOf(second).read(`${variable('acme/blank')}/NOTE`)).toMatchObject({ value: 'kept' })
})

test('a second start for the same home uses the sandbox that runs, and leaves it running', async () => {
  const home = await temporaryFolder()
  const owner = await started({ home })
  const guest = await started({ home })
  expect(guest.origin).toBe(owner.origin)
  expect(guest.stage).toBeNull()
  expect(guest).toMatchObject({ token: owner.token, awsConfigFile: owner.awsConfigFile })
  await guest.close()
  const run = await userOf(guest).dispatch('acme/web')
  expect(run.conclusion).toBe('success')
})

test('of two that start at once, one runs and the other joins it', async () => {
  const home = await temporaryFolder()
  const both = await Promise.all([started({ home }), started({ home })])
  expect(both.filter(({ stage }) => stage !== null)).toHaveLength(1)
  expect(new Set(both.map(({ origin }) => origin)).size).toBe(1)
})

test('an address that a killed process left does not stand in the way', async () => {
  const home = await temporaryFolder()
  const first = await started({ home })
  const file = join(home, 'sandbox', 'address.json')
  const address = await readFile(file, 'utf8')
  await first.close()
  await writeFile(file, address)
  const second = await started({ home })
  expect(second.stage).not.toBeNull()
})

test('a world that cannot be read is set aside with a notice, never overwritten', async () => {
  const home = await temporaryFolder()
  await (await started({ home })).close()
  const folder = join(home, 'sandbox')
  await writeFile(join(folder, 'world.json'), '{"version":1,"seed":')
  const sandbox = await started({ home })
  const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('world.json.'))
  expect(await readFile(join(folder, aside), 'utf8')).toBe('{"version":1,"seed":')
  expect(sandbox.notices).toEqual([expect.stringContaining(aside)])
  expect((await userOf(sandbox).dispatch('acme/web')).conclusion).toBe('success')
})

test('a reset begins a new world, also from a second process, and of the size asked for', async () => {
  const home = await temporaryFolder()
  const owner = await started({ home })
  await userOf(owner).write(`POST ${variable('acme/blank')}`, { name: 'NOTE', value: 'gone soon' })
  const guest = await started({ home, reset: true, repos: 30, seed: 5 })
  expect((await userOf(guest).call(`GET ${variable('acme/blank')}/NOTE`)).status).toBe(404)
  expect(owner.stage?.world).toMatchObject({ seed: 5 })
  expect(owner.stage?.world.github.repositories).toHaveLength(30)
  const run = await userOf(guest).dispatch('acme/web')
  expect(run.conclusion).toBe('success')
})

test('a run that a stopped process left is taken up and ends', async () => {
  const home = await temporaryFolder()
  const first = await started({ home, pace: 40 })
  const user = userOf(first)
  const { workflows } = await user.read<{ workflows: { id: number }[] }>('/repos/acme/web/actions/workflows')
  const route = `POST /repos/acme/web/actions/workflows/${workflows[0]?.id}/dispatches`
  const { workflow_run_id } = await user.write<{ workflow_run_id: number }>(route, { ref: 'main' })
  expect(await user.run('acme/web', workflow_run_id)).not.toMatchObject({ status: 'completed' })
  await first.close()
  const second = await started({ home })
  await second.idle()
  const run = await userOf(second).run('acme/web', workflow_run_id)
  expect(run).toMatchObject({ status: 'completed', conclusion: 'success' })
  expect(run.log.match(/Set up job|Current runner version/g)).toHaveLength(1)
})

test('the AWS profiles of the three accounts work for any SDK, and their files are for the user alone', async () => {
  const { awsConfigFile, awsCredentialsFile, awsUrl } = await started({ home: await temporaryFolder() })
  expect((await stat(awsCredentialsFile)).mode & 0o777).toBe(0o600)
  expect(await readFile(awsConfigFile, 'utf8')).toContain(`endpoint_url = ${awsUrl}`)
  const accounts: Record<string, string | undefined> = {}
  for (const profile of ['acme-prod', 'acme-dev', 'globex']) {
    const credentials = fromIni({ profile, configFilepath: awsConfigFile, filepath: awsCredentialsFile })
    const client = new STSClient({ endpoint: awsUrl, region: 'us-east-1', credentials })
    accounts[profile] = (await client.send(new GetCallerIdentityCommand({}))).Account
    client.destroy()
  }
  expect(accounts).toEqual({
    'acme-prod': '111122223333',
    'acme-dev': '444455556666',
    globex: '777788889999',
  })
})

test('a sandbox in memory leaves nothing behind', async () => {
  const sandbox = await started({ home: null })
  await sandbox.close()
  await expect(stat(sandbox.awsConfigFile)).rejects.toThrow()
})

test('web pages and strangers are turned away', async () => {
  const { origin, githubUrl, token } = await started({ home: null })
  const authorization = `Bearer ${token}`
  const fromPage = await fetch(`${githubUrl}/user`, {
    headers: { authorization, origin: 'https://evil.example' },
  })
  expect(fromPage.status).toBe(403)
  expect((await fetch(`${origin}/_sandbox/reset`, { method: 'POST', body: '{}' })).status).toBe(401)
})

test('a thousand repositories are there in seconds, each with a last run in its own name', async () => {
  const sandbox = await started({ home: null, repos: 1000 })
  const { repositories } = sandbox.stage?.world.github ?? { repositories: [] }
  expect(repositories).toHaveLength(1000)
  const filler = repositories.findLast(({ runs }) => runs.some(({ conclusion }) => conclusion === 'success'))
  const log = filler?.runs[0]?.jobs[0]?.log ?? ''
  expect(log).toContain(`${filler?.owner}/${filler?.name}`)
  expect(log).not.toContain('acme/web')
})
