import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createAwsGateway } from '../../electron/clients/aws/aws-gateway'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { pinnedClient } from '../../electron/services/connections/pinned-client'
import type { AwsPreflight, Connections } from '../../shared/contract/connections'
import { Region, RoleName } from '../../shared/domain/ids'
import { ownPolicy } from '../../shared/domain/own-policy'
import { put } from '../support/aws/aws-home'
import { sandboxHouse } from '../support/sandbox-house'
import { applyPlan, planFor, refusedAs, standingOf, toEnd, undo } from '../support/service-steps'

/* AWS connections by the contract that every door speaks, over the real SDKs and the sandbox. */

const at = sandboxHouse()
const PROD = '111122223333'
const DEV = '444455556666'

beforeEach(async () => {
  await at().sandbox.reset()
  for (const profile of ['acme-sso', 'acme-viewer', 'acme-mfa']) {
    await at().client.connections.disconnectAws({ profile })
  }
  for (const profile of ['acme-prod', 'acme-dev', 'globex']) {
    await at().client.connections.connectAws({ profile, region: null, repin: true })
  }
})

/** From now on the keys of acme-prod belong to another account. */
function moveProduction(): void {
  const { accessKeys } = at().sandbox.stage.world.aws
  for (const key of Object.values(accessKeys)) {
    if (key.account === PROD) Object.assign(key, { account: DEV, arn: `arn:aws:iam::${DEV}:user/x` })
  }
}

const pinOf = async (profile: string) =>
  (await at().client.connections.get()).aws.find((each) => each.profile === profile)

/** Opens the page of the sandbox's Identity Center and confirms. */
async function confirm(verificationUrl: string): Promise<void> {
  const code = new URL(verificationUrl).searchParams.get('user_code') ?? ''
  const body = new URLSearchParams({ user_code: code, decision: 'approve' })
  await fetch(verificationUrl, { method: 'POST', body, headers: { origin: new URL(verificationUrl).origin } })
}

async function signIn(profile: string): Promise<Connections | null> {
  for await (const event of await at().client.connections.signInAws({ profile })) {
    if (event.kind === 'signed-in') return event.connections
    await confirm(event.verificationUrl)
  }
  return null
}

describe('a pin', () => {
  test('holds: another account is refused, until it is pinned anew', async () => {
    const { client } = at()
    moveProduction()
    await expect(client.connections.connectAws({ profile: 'acme-prod', region: null })).rejects.toMatchObject(
      refusedAs('outdated', /pinned to account 111122223333 but now resolves to 444455556666/),
    )
    expect(await pinOf('acme-prod')).toMatchObject({ account: PROD, movedTo: DEV })
    await client.connections.connectAws({ profile: 'acme-prod', region: null, repin: true })
    expect(await pinOf('acme-prod')).toMatchObject({ account: DEV, movedTo: null, failure: null })
  })

  test('refuses an undo, and what it had applied stays', async () => {
    const { client, sandbox } = at()
    const { repository } = caseOf('no-destinations')
    const { application } = await applyPlan(client, await planFor(client, repository))
    moveProduction()
    const before = standingOf(sandbox, repository)
    const undone = client.setup.undo({ applicationId: application.id }).then(toEnd)
    await expect(undone).rejects.toMatchObject(refusedAs('outdated', /now resolves to 444455556666/))
    expect(standingOf(sandbox, repository)).toEqual(before)
  })

  test('refuses every change that is made after the profile moved, and no observation is taken for the other', async () => {
    const { sandbox } = at()
    const pin = await pinOf('acme-prod')
    if (!pin) throw new Error('The profile is not connected.')
    const raw = createAwsGateway({
      AWS_CONFIG_FILE: sandbox.awsConfigFile,
      AWS_SHARED_CREDENTIALS_FILE: sandbox.awsCredentialsFile,
    }).client('acme-prod', null)
    const unusable = vi.fn()
    const client = pinnedClient(raw, pin, { worked: () => {}, unusable })
    moveProduction()
    const name = RoleName.parse('github-bedrock-new')
    const before = structuredClone(sandbox.stage.world.aws.accounts)
    const changes = [
      () => client.createProvider('https://token.actions.githubusercontent.com', ['sts.amazonaws.com']),
      () => client.createRole({ name, path: '/', trust: '{}', description: '', tags: {} }),
      () => client.putRolePolicy(name, 'x', '{}'),
      () => client.updateTrust(name, '{}'),
      () => client.deleteRole(name),
      () => client.observeAccount([{ region: Region.parse('us-east-1'), models: [] }]),
    ]
    for (const change of changes) {
      await expect(change()).rejects.toMatchObject({ failure: { reason: 'outdated' } })
    }
    expect(unusable).toHaveBeenLastCalledWith(expect.anything(), DEV)
    expect(sandbox.stage.world.aws.accounts).toEqual(before)
  })
})

describe('a sign-in from the panel', () => {
  test('shows the code, connects the profile once it is confirmed, and keeps it in the home of this world', async () => {
    const { home } = at()
    const connections = await signIn('acme-sso')
    expect(connections?.aws).toContainEqual(expect.objectContaining({ profile: 'acme-sso', account: PROD }))
    expect(connections?.profiles.find(({ name }) => name === 'acme-viewer')?.signIn).toMatchObject({
      how: 'identity-center',
      renewable: true,
      expiresAt: expect.any(String),
    })
    const name = createHash('sha1').update('acme').digest('hex')
    const path = join(home, 'sandbox', 'aws', '.aws', 'sso', 'cache', `${name}.json`)
    const { accessToken, refreshToken } = JSON.parse(await readFile(path, 'utf8'))
    expect(accessToken).toMatch(/^aoaAAAAA/)
    for (const secret of [accessToken, refreshToken])
      expect(JSON.stringify(connections)).not.toContain(secret)
  })

  test('that has ended since does not keep another profile of the account from being used', async () => {
    const { client, sandbox } = at()
    await signIn('acme-sso')
    /* The one that was connected first is tried first. */
    await client.connections.connectAws({ profile: 'acme-prod', region: null })
    Object.assign(sandbox.stage.world.aws, { identityCenter: undefined })
    for (const [id, key] of Object.entries(sandbox.stage.world.aws.accessKeys)) {
      if (key.sessionOf) delete sandbox.stage.world.aws.accessKeys[id]
    }
    const { repository } = caseOf('no-destinations')
    const ended = await applyPlan(client, await planFor(client, repository))
    expect(ended.failure).toBeNull()
    expect(await pinOf('acme-sso')).toMatchObject({ failure: { reason: 'credentials-expired' } })
  })
})

describe('a code of a device', () => {
  test('is asked on the feed; an answer connects, a refusal says so and is not asked again by readings', async () => {
    const { client, house } = at()
    const asked: string[] = []
    const leave = house.onConnections(({ questions }) => asked.push(...questions.map(({ id }) => id)))
    const next = async (): Promise<string> => {
      await vi.waitFor(async () => expect((await client.connections.get()).questions).toHaveLength(1), 5_000)
      return (await client.connections.get()).questions[0]?.id ?? ''
    }
    const refused = expect(
      client.connections.connectAws({ profile: 'acme-mfa', region: null }),
    ).rejects.toMatchObject(refusedAs('credentials-expired', /needs a code.*none was given/))
    await client.connections.answerMfa({ id: await next(), code: null })
    await refused
    const connecting = client.connections.connectAws({ profile: 'acme-mfa', region: null })
    const id = await next()
    await client.connections.answerMfa({ id, code: '123456' })
    expect((await connecting).aws).toContainEqual(
      expect.objectContaining({
        profile: 'acme-mfa',
        arn: expect.stringContaining('assumed-role/operator/'),
      }),
    )
    leave()
    expect(asked).toContain(id)
    await expect(client.connections.answerMfa({ id, code: '1' })).rejects.toMatchObject(
      refusedAs('not-found', /no longer asked/),
    )
  })
})

describe('a preflight', () => {
  const verdicts = ({ features }: AwsPreflight) =>
    Object.fromEntries(features.map(({ feature, allowed }) => [feature, allowed]))

  async function preflightOf(profile: string): Promise<AwsPreflight> {
    const [found] = await at().client.connections.preflightAws({ profile })
    if (!found) throw new Error('There is no preflight.')
    return found
  }

  const world = () => at().sandbox.stage.world.aws

  test('of an administrator is green, changes nothing, and tells whose form covers the account', async () => {
    const before = structuredClone(world().accounts)
    const found = await preflightOf('acme-prod')
    expect(new Set(Object.values(verdicts(found)))).toEqual(new Set(['yes']))
    expect(found.organization).toMatchObject({ managementAccount: PROD, coversForm: 'yes' })
    expect((await preflightOf('globex')).organization).toMatchObject({
      managementAccount: '999900001111',
      coversForm: 'unknown',
      says: expect.stringMatching(/Connect a profile of that account/),
    })
    expect((await preflightOf('acme-dev')).organization).toBeNull()
    expect(world().accounts).toEqual(before)
  })

  test('of somebody who may only look names each action that is missing', async () => {
    await signIn('acme-viewer')
    const found = await preflightOf('acme-viewer')
    expect(verdicts(found)).toEqual({
      observe: 'yes',
      'create-provider': 'no',
      'change-roles': 'no',
      'bedrock-access': 'yes',
      form: 'no',
      agreements: 'no',
      cloudtrail: 'no',
    })
    const roles = found.features.find(({ feature }) => feature === 'change-roles')
    expect(roles?.missing).toContain('iam:PutRolePolicy')
    expect(roles?.says).toContain('cannot put role policies: iam:PutRolePolicy')
  })

  test('where the simulator may not be asked says what is not known, and what the calls themselves told', async () => {
    const principal = Object.values(world().accessKeys).find(({ account }) => account === PROD)
    if (!principal) throw new Error('The account has no key.')
    principal.allowedActions = ['iam:Get*', 'iam:ListAccountAliases', 'bedrock:ListFoundationModels']
    const found = await preflightOf('acme-prod')
    expect(verdicts(found)).toMatchObject({
      'create-provider': 'unknown',
      'bedrock-access': 'no',
      form: 'unknown',
    })
    const access = found.features.find(({ feature }) => feature === 'bedrock-access')
    expect(access?.missing).toEqual(expect.arrayContaining(['bedrock:ListInferenceProfiles']))
  })

  test('is green for whoever has the policy that Rolecall shows, and no further than to look for the read-only one', async () => {
    const principal = Object.values(world().accessKeys).find(({ account }) => account === PROD)
    if (!principal) throw new Error('The account has no key.')
    const actionsOf = (kind: 'read-only' | 'full'): string[] => {
      const { Statement } = JSON.parse(ownPolicy(kind, 'aws', PROD)) as { Statement: { Action: string[] }[] }
      return Statement.flatMap(({ Action }) => Action)
    }
    principal.allowedActions = actionsOf('full')
    expect(new Set(Object.values(verdicts(await preflightOf('acme-prod'))))).toEqual(new Set(['yes']))
    const { repository } = caseOf('no-destinations')
    const plan = await planFor(at().client, repository)
    expect((await applyPlan(at().client, plan)).failure).toBeNull()
    const setup = { ...plan.setup, tags: { team: 'ai' } }
    const tagging = await planFor(at().client, repository, { setup })
    expect(tagging.steps.map(({ kind }) => kind)).toContain('set-role-tags')
    const tagged = await applyPlan(at().client, tagging)
    expect([tagged.failure, (await undo(at().client, tagged)).failure]).toEqual([null, null])
    principal.allowedActions = actionsOf('read-only')
    expect(verdicts(await preflightOf('acme-prod'))).toMatchObject({
      observe: 'yes',
      'bedrock-access': 'yes',
      cloudtrail: 'yes',
      'change-roles': 'no',
      form: 'no',
    })
  })

  test('of a profile that is not connected is refused', async () => {
    await expect(at().client.connections.preflightAws({ profile: 'nobody' })).rejects.toMatchObject(
      refusedAs('not-connected', /nobody is not connected/),
    )
  })
})

test('a profile that is added elsewhere appears on the feed', async () => {
  const { client, sandbox } = at()
  const stop = new AbortController()
  const seen: string[][] = []
  const feed = (async () => {
    for await (const { profiles } of await client.connections.watch(undefined, { signal: stop.signal })) {
      seen.push(profiles.map(({ name }) => name))
    }
  })().catch(() => {})
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0), 5_000)
  const config = await readFile(sandbox.awsConfigFile, 'utf8')
  await vi.waitFor(async () => {
    await put(sandbox.awsConfigFile, `${config}\n[profile added]\nregion = eu-west-2\n# ${Math.random()}\n`)
    await vi.waitFor(() => expect(seen.at(-1)).toContain('added'), { timeout: 500 })
  }, 8_000)
  await put(sandbox.awsConfigFile, config)
  stop.abort()
  await feed
})
