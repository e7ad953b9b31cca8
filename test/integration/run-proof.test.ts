import { beforeEach, describe, expect, test } from 'vitest'
import { type CaseId, caseOf } from '../../electron/sandbox/seed/cases'
import { RepositoryName } from '../../shared/domain/ids'
import type { SignInProof } from '../../shared/domain/proof/sign-in'
import { userOf } from '../support/sandbox-door'
import { sandboxHouse } from '../support/sandbox-house'

/* What CloudTrail recorded of a run (field-notes §8), found by the real SDK in the sandbox's event history. */

const at = sandboxHouse()

beforeEach(() => {
  at().sandbox.stage.world.aws.trailDelay = 0
})

async function runOf(id: CaseId): Promise<{ repository: RepositoryName; runId: number }> {
  const { repository } = caseOf(id)
  const { id: runId } = await userOf(at().sandbox).dispatch(repository)
  return { repository: RepositoryName.parse(repository), runId }
}

async function onlyProof(run: { repository: RepositoryName; runId: number }): Promise<SignInProof> {
  const { signIns } = await at().client.runs.proof(run)
  const [first] = signIns
  if (!first || signIns.length > 1) throw new Error(`${signIns.length} exchanges in place of one.`)
  return first
}

describe('the proof of a run', { timeout: 30_000 }, () => {
  test('is the session that AWS recorded: role, subject, time, session name, source', async () => {
    const run = await runOf('healthy-immutable')
    const proof = await onlyProof(run)
    const { facts } = (await at().client.fleet.repository({ ...run, fresh: false })).observation
    expect(proof).toMatchObject({
      state: 'found',
      region: 'eu-west-2',
      event: {
        accepted: true,
        subject: `repo:acme@${facts.ownerId}/api@${facts.id}:ref:refs/heads/main`,
        role: expect.stringMatching(/:role\/github-bedrock-api$/),
        session: expect.stringMatching(/:assumed-role\/github-bedrock-api\/GitHubActions$/),
        sessionName: 'GitHubActions',
        source: expect.stringMatching(/^[\d.]+$/),
      },
    })
    expect(proof.predicted).toEqual([proof.event?.subject])
  })

  test('shows the subject of a refused run beside the predicted one, with its repair', async () => {
    const proof = await onlyProof(await runOf('environment-subject'))
    const subject = 'repo:acme/deploy:environment:production'
    expect(proof).toMatchObject({
      state: 'refused',
      attempts: 12,
      event: { accepted: false, refusal: 'AccessDenied', subject },
      evidence: expect.arrayContaining([
        expect.objectContaining({ label: 'subject', wanted: subject, found: subject }),
      ]),
      repair: { kind: 'plan' },
    })
  })

  test('is awaited while CloudTrail may be behind, and found once it has caught up', async () => {
    const { aws } = at().sandbox.stage.world
    aws.trailDelay = 600
    const run = await runOf('healthy-classic')
    const proof = await onlyProof(run)
    expect(proof).toMatchObject({ state: 'not-yet', event: null })
    const patience = Date.parse(proof.lookAgainAt ?? '') - Date.now()
    expect(patience).toBeGreaterThan(14 * 60_000)
    expect(patience).toBeLessThanOrEqual(15 * 60_000 + 5_000)
    aws.trailDelay = 0
    expect(await onlyProof(run)).toMatchObject({ state: 'found' })
  })

  test('says which right is missing', async () => {
    const run = await runOf('static-keys')
    const { accessKeys } = at().sandbox.stage.world.aws
    const before = structuredClone(accessKeys)
    for (const principal of Object.values(accessKeys)) principal.allowedActions ??= ['iam:*', 'sts:*']
    const proof = await onlyProof(run)
    Object.assign(accessKeys, before)
    expect(proof).toMatchObject({
      state: 'unread',
      failure: {
        reason: 'forbidden',
        recovery: { kind: 'ask-administrator', permission: 'cloudtrail:LookupEvents' },
      },
    })
  })

  test('is read to the last page: the session of a quiet job among those of a loud one', async () => {
    const run = await runOf('no-destinations')
    const { accounts } = at().sandbox.stage.world.aws
    const account = Object.values(accounts).find(({ alias }) => alias === 'acme-prod')
    const own = account?.trail?.at(-1)
    if (!account || !own) throw new Error('Nothing was recorded.')
    const noise = Array.from({ length: 130 }, (_, index) => ({
      ...own,
      id: `noise-${index}`,
      subject: 'repo:acme/other:ref:refs/heads/main',
    }))
    account.trail?.push(...noise)
    expect(await onlyProof(run)).toMatchObject({ state: 'found', event: { id: own.id } })
  })

  test('is never another one’s: two alike are said to be two', async () => {
    const run = await runOf('role-in-secret')
    const accounts = Object.values(at().sandbox.stage.world.aws.accounts)
    const account = accounts.find(({ trail }) => trail?.some(({ roleArn }) => roleArn.endsWith('-assistant')))
    const own = account?.trail?.findLast(({ roleArn }) => roleArn.endsWith('-assistant'))
    if (!own) throw new Error('Nothing was recorded.')
    account?.trail?.push({ ...own, id: 'another' })
    const proof = await onlyProof(run)
    expect(proof).toMatchObject({ state: 'ambiguous', event: null })
    expect(proof.candidates.map(({ id }) => id).sort()).toEqual(['another', own.id].sort())
  })

  test('is not looked for where the job never asked for a role', async () => {
    expect(await onlyProof(await runOf('no-id-token'))).toMatchObject({ state: 'unasked' })
  })
})

test('a subject that nobody predicted settles the diagnosis: the settings have changed since', async () => {
  const { client, sandbox } = at()
  const run = await runOf('case-mismatch')
  const { accounts } = sandbox.stage.world.aws
  const old = 'repo:acme/Case-Study:environment:old'
  for (const event of Object.values(accounts).flatMap(({ trail }) => trail ?? [])) {
    if (event.subject.startsWith('repo:acme/Case-Study')) event.subject = old
  }
  const [diagnosis] = await client.runs.diagnose(run)
  expect(diagnosis).toMatchObject({
    cause: 'presented-another-subject',
    confidence: 'certain',
    evidence: [{ label: 'subject', wanted: 'repo:acme/Case-Study:ref:refs/heads/main', found: old }],
    repair: { kind: 'test-run' },
  })
})
