import { expect, test } from 'vitest'
import { RepositoryName } from '../../shared/domain/ids'
import type { recordingFetch } from '../support/github-openapi'
import { userOf } from '../support/sandbox-door'
import { sandboxHouse } from '../support/sandbox-house'
import { observeOne, watchedClient } from '../support/seeded-github'

/* A green run that passed over what calls Bedrock proves nothing (issue 5: green is not enough). */

const at = sandboxHouse()

const CONFIGURE = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c'

/** `guard` is put at the job, `stepGuard` at the step that takes the role. */
function workflow({ guard = '', needs = '', stepGuard = '' }): string {
  return `name: Bedrock
on: { workflow_dispatch: {}, push: { branches: [main] } }
permissions: { contents: read, id-token: write }
jobs:
  gate:
    runs-on: ubuntu-latest
    ${needs}
    steps: [{ run: echo gate }]
  lint:
    runs-on: ubuntu-latest
    steps: [{ run: echo fine }]
  ask:
    runs-on: ubuntu-latest
    ${guard}
    steps:
      - uses: ${CONFIGURE}
        ${stepGuard}
        with: { role-to-assume: "\${{ vars.AWS_ROLE_ARN }}", aws-region: "\${{ vars.AWS_REGION }}" }
      - run: claude -p "Hello"
        if: github.event_name == 'workflow_dispatch'
        env: { CLAUDE_CODE_USE_BEDROCK: "1", ANTHROPIC_MODEL: "\${{ vars.BEDROCK_MODEL_ID }}" }
`
}

const PATH = '.github/workflows/bedrock.yml'
const HELD = "github.event_name == 'workflow_dispatch'"

const user = () => userOf(at().sandbox)

async function lastRunOf(name: string) {
  const repository = RepositoryName.parse(name)
  const { chain } = await at().client.fleet.repository({ repository, fresh: true })
  const [finding] = chain.links.lastRun.findings
  return {
    state: chain.state,
    status: chain.links.lastRun.status,
    says: finding?.says,
    check: finding?.check,
  }
}

test.each([
  ['the job', 'acme/web', { guard: `if: ${HELD}` }, /Its condition did not hold/],
  [
    'a job that it needs',
    'acme/legacy-keys',
    { guard: 'needs: gate', needs: `if: ${HELD}` },
    /job that it needs/,
  ],
  [
    'the step that takes the role',
    'acme/api',
    { stepGuard: `if: ${HELD}` },
    /condition of the step did not hold/,
  ],
] as const)(
  '%s was skipped: the green run is no proof, and a run that did it is',
  async (_, name, guards, says) => {
    await at().sandbox.reset()
    const { repositories } = at().sandbox.stage.world.github
    const repository = repositories.find((each) => `${each.owner}/${each.name}` === name)
    if (repository) repository.runs = []
    await user().commit(name, { [PATH]: workflow(guards) })
    const [pushed] = await user().runs(name)
    expect(pushed?.conclusion).toBe('success')
    expect(await lastRunOf(name)).toMatchObject({
      status: 'missing',
      check: `lastRun.skipped@${PATH}`,
      says: expect.stringMatching(says),
    })
    await user().dispatch(name, 'bedrock.yml')
    expect(await lastRunOf(name)).toMatchObject({ status: 'ok', check: `lastRun.succeeded@${PATH}` })
  },
  30_000,
)

test('its jobs are read once: one request for a run, none where nothing can be skipped', async () => {
  await at().sandbox.reset()
  const jobsAsked = ({ exchanges }: ReturnType<typeof recordingFetch>) =>
    exchanges.filter(({ path }) => /\/actions\/runs\/\d+\/jobs/.test(path)).length
  const { client, record } = watchedClient(at().sandbox)
  await observeOne(client, 'acme/web')
  expect(jobsAsked(record)).toBe(0)
  await user().commit('acme/web', { [PATH]: workflow({ guard: `if: ${HELD}` }) })
  await user().dispatch('acme/web', 'bedrock.yml')
  const { runs } = await observeOne(client, 'acme/web')
  expect(runs.known && runs.value.map(({ event, unproven }) => [event, unproven !== undefined])).toEqual(
    expect.arrayContaining([['workflow_dispatch', false]]),
  )
  const first = jobsAsked(record)
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThanOrEqual(2)
  await observeOne(client, 'acme/web')
  expect(jobsAsked(record)).toBe(first)
}, 30_000)
