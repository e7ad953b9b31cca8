import { afterEach, describe, expect, test } from 'vitest'
import { caseOf } from '../../electron/sandbox/seed/cases'
import { OwnerLogin } from '../../shared/domain/fleet-choice'
import { RepositoryName } from '../../shared/domain/ids'
import { sandboxHouse } from '../support/sandbox-house'
import { applyPlan, phasesOf, planFor } from '../support/service-steps'

/*
 * GitHub Docs, OpenID Connect reference: an enterprise may have `https://token.actions.githubusercontent.com/SLUG` as
 * the issuer of its tokens; a server has `https://HOST/_services/token`. IAM writes the path into the provider's ARN
 * and into the condition keys (IAM user guide, keys of web identity federation).
 */

const at = sandboxHouse()
const HOST = 'token.actions.githubusercontent.com'
const OWN = `${HOST}/acme-inc`
const ACME = OwnerLogin.parse('acme')

/** From here on the world signs the tokens of acme's jobs with this issuer. */
function signWith(issuer: string | null): void {
  for (const owner of at().sandbox.stage.world.github.owners) {
    if (owner.login !== 'acme') continue
    if (issuer === null) delete owner.issuer
    else owner.issuer = issuer
  }
}

async function testRun(repository: RepositoryName) {
  const { client } = at()
  const { id: runId } = await client.runs.start({ repository, workflowPath: null, ref: null, inputs: {} })
  for await (const _event of await client.runs.follow({ repository, runId }));
  const run = await client.runs.get({ repository, runId })
  return { run: run.run, diagnoses: await client.runs.diagnose({ repository, runId }) }
}

afterEach(async () => {
  signWith(null)
  await at().client.connections.setIssuer({ owner: ACME, enterprise: null })
})

describe('an enterprise with an issuer of its own', { timeout: 60_000 }, () => {
  test('a repository with nothing is set up for it, and its run is green', async () => {
    const { client } = at()
    const repository = RepositoryName.parse(caseOf('nothing').repository)
    signWith(OWN)
    await client.connections.setIssuer({ owner: ACME, enterprise: 'acme-inc' })

    const plan = await planFor(client, repository)
    const provider = plan.steps.find(({ kind }) => kind === 'create-provider')
    expect(provider).toMatchObject({
      target: `arn:aws:iam::${plan.setup.account}:oidc-provider/${OWN}`,
      action: { url: `https://${OWN}`, clientIds: ['sts.amazonaws.com'] },
    })
    const role = plan.steps.find(({ kind }) => kind === 'create-role')
    expect(role?.after).toContain(`"Federated": "arn:aws:iam::${plan.setup.account}:oidc-provider/${OWN}"`)
    expect(role?.after).toContain(`"${OWN}:sub"`)
    expect(role?.after).not.toContain(`"${HOST}:`)

    const ended = await applyPlan(client, plan)
    expect([ended.failure, new Set(phasesOf(ended))]).toEqual([null, new Set(['done'])])
    expect((await testRun(repository)).run.conclusion).toBe('success')
  })

  test('nobody told Rolecall: the log tells the issuer, and the plan that follows repairs trust and provider', async () => {
    const { client } = at()
    const repository = RepositoryName.parse(caseOf('healthy-classic').repository)
    signWith(`${HOST}/other-inc`)

    const refused = await testRun(repository)
    expect(refused.run.conclusion).toBe('failure')
    expect(refused.diagnoses).toMatchObject([
      {
        cause: 'other-issuer',
        evidence: [{ wanted: `https://${HOST}`, found: `https://${HOST}/other-inc` }],
        repair: { kind: 'someone-else', what: expect.stringContaining('rolecall issuer acme other-inc') },
      },
    ])

    await client.connections.setIssuer({ owner: ACME, enterprise: 'other-inc' })
    const plan = await planFor(client, repository)
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['create-provider', 'update-trust'])
    const ended = await applyPlan(client, plan)
    expect([ended.failure, new Set(phasesOf(ended))]).toEqual([null, new Set(['done'])])
    expect((await testRun(repository)).run.conclusion).toBe('success')

    const { chain } = await client.fleet.repository({ repository, fresh: true })
    expect(chain.links.provider.status).toBe('ok')
    expect(chain.links.trust.findings).toContainEqual(
      expect.objectContaining({ lint: 'medium', check: expect.stringMatching(/^trust\.lint-plain-issuer@/) }),
    )
  })
})
