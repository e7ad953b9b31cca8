import type { ContractRouterClient } from '@orpc/contract'
import { expect } from 'vitest'
import { CLIENT_ID } from '../../../electron/sandbox/github/device-flow'
import type { OwnSandbox } from '../../../electron/sandbox/sandbox'
import type { contract } from '../../../shared/contract/contract'
import { NO_CHOICE } from '../../../shared/domain/fleet-choice'
import { hostOfApi } from '../../../shared/domain/github-host'
import { RepositoryName } from '../../../shared/domain/ids'
import { repositoryOf } from '../seeded-github'
import { FORM } from '../service-steps'
import { SECRETS, SPILLED } from './secrets'

/** A client of the contract, whichever door it came through. */
export type DoorClient = ContractRouterClient<typeof contract>

/** A repository with a run whose log spills secrets. */
export const WEB = RepositoryName.parse('acme/web')
/** A repository whose role is kept in a secret. */
export const HOLDER = RepositoryName.parse('globex/assistant')

/** Sends the secrets through everything that a door offers; `echo` is a GitHub that words the token in its refusal. */
export async function flows(client: DoorClient, sandbox: OwnSandbox, echo: string): Promise<void> {
  await connectGithub(client, sandbox, echo)
  await connectAws(client)
  await client.fleet.choice.set({ ...NO_CHOICE, repositories: [WEB, HOLDER] })
  await client.fleet.observe({ repositories: null })
  await client.fleet.repository({ repository: WEB, fresh: true })
  await changeAndRun(client, sandbox)
  await readLogs(client, sandbox)
  await signInBy(await client.connections.signInGithub({ host: sandbox.githubUrl, clientId: CLIENT_ID }))
  await client.connections.get()
}

async function connectGithub({ connections }: DoorClient, sandbox: OwnSandbox, echo: string): Promise<void> {
  const { host } = hostOfApi(sandbox.githubUrl)
  await connections.connectGithub({ host: echo, token: SECRETS.refused }).catch(() => {})
  await connections.adoptGithub({ host, origin: 'gh' })
  await connections.connectGithub({ host: sandbox.githubUrl, token: SECRETS.token })
  await connections.preflightGithub({ id: null })
}

async function connectAws({ connections }: DoorClient): Promise<void> {
  await connections.connectAws({ profile: 'acme-prod', region: null })
  await connections.connectAws({ profile: 'by-process', region: null })
  await expect(connections.connectAws({ profile: 'by-failing-process', region: null })).rejects.toThrow(
    /credential_process/,
  )
  await connections.preflightAws({ profile: null })
  await signInBy(await connections.signInAws({ profile: 'acme-sso' }))
}

/** Signs in by a device flow as a person would. */
async function signInBy(
  stream: AsyncIterable<{ kind: string; userCode?: string; verificationUrl?: string }>,
): Promise<void> {
  for await (const event of stream) {
    if (event.kind !== 'code') continue
    const body = new URLSearchParams({ user_code: event.userCode ?? '', decision: 'approve' })
    await fetch(event.verificationUrl ?? '', { method: 'POST', body })
  }
}

/** A plan with a secret in it, and a run. */
async function changeAndRun(client: DoorClient, sandbox: OwnSandbox): Promise<void> {
  repositoryOf(sandbox, HOLDER).secrets.length = 0
  const plan = await client.setup.plan({ repository: HOLDER, setup: null, form: FORM })
  await all(await client.setup.apply({ planId: plan.id, exclude: [] }))
  await client.setup
    .exportPlan({ plans: [{ planId: plan.id, exclude: [] }], as: 'terraform' })
    .catch(() => {})
  await client.runs.start({ repository: WEB, workflowPath: null, ref: null, inputs: {} }).catch(() => {})
  await sandbox.idle()
}

async function readLogs(client: DoorClient, sandbox: OwnSandbox): Promise<void> {
  const runId = spillInto(sandbox, WEB)
  const { jobs } = await client.runs.get({ repository: WEB, runId })
  for (const { id: jobId } of jobs) {
    await client.runs.logOutline({ repository: WEB, runId, jobId })
    const page = await client.runs.logPage({ repository: WEB, runId, jobId, from: 1, count: 500 })
    expect(JSON.stringify(page)).toContain('it ended here')
    await client.runs.log({ repository: WEB, runId, jobId })
  }
  await client.runs.diagnose({ repository: WEB, runId })
  await client.runs.diagnoseText({ repository: WEB, runId: null, text: SPILLED })
  const query = { text: 'token', regex: false, caseSensitive: false }
  const wanted = { query, repositories: [WEB], latest: 1, perLog: 100, most: 100 }
  expect(JSON.stringify(await all(await client.runs.searchLogs(wanted)))).toContain('"hit"')
}

/** The latest run of a repository has printed secrets; its number. */
export function spillInto(sandbox: OwnSandbox, repository: string): number {
  const [run] = repositoryOf(sandbox, repository).runs.toSorted((a, b) => b.id - a.id)
  for (const job of run?.jobs ?? []) if (!job.log.includes(SECRETS.pem)) job.log = `${SPILLED}${job.log}`
  return run?.id ?? 0
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}
