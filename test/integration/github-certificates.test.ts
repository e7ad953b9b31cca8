import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { memoryVault } from '../../electron/storage/vault'
import { RepositoryName } from '../../shared/domain/ids'
import type { Certified } from '../support/certificates'
import { newAuthority } from '../support/certificates'
import { githubSandbox, grant, openGithubHouse } from '../support/github-house'
import { temporaryFolder } from '../support/temporary-folder'

/* A GitHub Enterprise Server whose certificate a company has signed itself: a TLS server in front of the sandbox’s. */

const opened = githubSandbox()
const company = newAuthority('Example company')
const loopback = company.certify({ addresses: ['127.0.0.1'] })

interface Served {
  port: number
  /** What came through: requests whose sender took the certificate. */
  heard: string[]
}

async function serveWith({ cert, key }: Certified): Promise<Served> {
  const heard: string[] = []
  const server = createServer({ cert, key }, (asked, answer) => {
    heard.push(`${asked.method} ${asked.url}`)
    const behind = new URL(asked.url ?? '/', opened().origin)
    const headers = { ...asked.headers, host: behind.host }
    const passed = request(behind, { method: asked.method ?? 'GET', headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers)
      given.pipe(answer)
    })
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, heard }
}

async function fileWith(certificate: string): Promise<string> {
  const file = join(await temporaryFolder(), 'authority.pem')
  await writeFile(file, certificate)
  return file
}

describe('a server with a certificate of the company’s own authority', () => {
  test('is connected to with the authority’s certificate, read, and found again after a restart', async () => {
    const sandbox = opened()
    const { port, heard } = await serveWith(loopback)
    const token = grant(sandbox, 'ghp_behind_tls')
    const host = `https://127.0.0.1:${port}`
    const [vault, caFile] = [memoryVault(), await fileWith(company.cert)]
    const { client, home, realm } = await openGithubHouse({ vault })
    const { github } = await client.connections.connectGithub({ token, host, caFile })
    expect(github).toMatchObject({ host: `127.0.0.1:${port}`, login: 'sandbox-admin', caFile, failure: null })
    expect((await realm().connections.github().repositories()).length).toBeGreaterThan(10)
    expect(heard).toContain('GET /api/v3/user')
    const web = RepositoryName.parse('acme/web')
    await client.fleet.choose({ add: [web], remove: [] })
    const { observation } = await client.fleet.repository({ repository: web, fresh: true })
    expect(observation).toMatchObject({ variables: { known: true }, subject: { known: true } })
    expect(heard).toContain('POST /api/graphql')

    const again = await openGithubHouse({ vault, home })
    expect((await again.client.connections.get()).github).toMatchObject({
      login: 'sandbox-admin',
      failure: null,
    })
  })

  test('whose authority changes says so on the identity, and nothing of it is forgotten', async () => {
    const sandbox = opened()
    const { port } = await serveWith(loopback)
    const [vault, caFile] = [memoryVault(), await fileWith(company.cert)]
    const given = { token: grant(sandbox, 'ghp_other_authority'), host: `https://127.0.0.1:${port}`, caFile }
    const { client, home } = await openGithubHouse({ vault })
    await client.connections.connectGithub(given)
    await writeFile(caFile, newAuthority('Somebody else').cert)
    const again = await openGithubHouse({ vault, home })
    expect((await again.client.connections.get()).github?.failure).toMatchObject({
      reason: 'invalid',
      sentence: expect.stringContaining('Name the PEM file'),
    })
  })

  test('has its pages opened beside those of the other identities, whichever is acted as', async () => {
    const sandbox = opened()
    const { port } = await serveWith(loopback)
    const [token, caFile] = [grant(sandbox, 'ghp_two_hosts'), await fileWith(company.cert)]
    const host = `https://127.0.0.1:${port}`
    const { client, realm } = await openGithubHouse({ env: { GITHUB_API_URL: sandbox.githubUrl } })
    const origins = () => realm().connections.githubOrigins().toSorted()
    const { github } = await client.connections.connectGithub({ token })
    expect(origins()).toEqual([sandbox.origin])
    await client.connections.connectGithub({ token, host, caFile })
    expect(origins()).toEqual([sandbox.origin, host])
    await client.connections.useGithub({ id: github?.id ?? '' })
    expect(origins()).toEqual([sandbox.origin, host])
  })

  const yesterday = new Date(Date.now() - 86_400_000)
  const expired = company.certify({ addresses: ['127.0.0.1'], until: yesterday })
  const elsewhere = company.certify({ names: ['github.example.com'], addresses: ['127.0.0.2'] })
  const other = newAuthority('Somebody else')
  const untrusted = /authority that Rolecall does not trust.*Name the PEM file/
  test.each([
    ['without the authority’s certificate', loopback, null, 'invalid', untrusted],
    ['with another authority’s certificate', loopback, other.cert, 'invalid', untrusted],
    [
      'under a name that its certificate has not',
      elsewhere,
      company.cert,
      'invalid',
      /is for github\.example\.com, 127\.0\.0\.2, not for this name.*Write the host/,
    ],
    ['after its certificate has run out', expired, company.cert, 'upstream', /has expired.*clock.*renew/],
  ])('is not spoken to %s, and the sentence says what to do', async (_what, shown, trusted, reason, says) => {
    const sandbox = opened()
    const { port, heard } = await serveWith(shown)
    const caFile = trusted === null ? null : await fileWith(trusted)
    const { client } = await openGithubHouse()
    const asked = { token: grant(sandbox, 'ghp_never_sent'), host: `https://127.0.0.1:${port}`, caFile }
    await expect(client.connections.connectGithub(asked)).rejects.toMatchObject({
      data: { reason, sentence: expect.stringMatching(says) },
    })
    expect((await client.connections.get()).identities).toEqual([])
    expect(heard).toEqual([])
  })
})
