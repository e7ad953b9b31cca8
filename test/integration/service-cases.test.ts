import { beforeAll, describe, expect, test } from 'vitest'
import { CASES, caseOf } from '../../electron/sandbox/seed/cases'
import type { FleetView } from '../../shared/contract/fleet'
import { LINKS } from '../../shared/domain/finding'
import { RepositoryName } from '../../shared/domain/ids'
import { sandboxHouse } from '../support/sandbox-house'

/* The seeded world as the services see it, through the real SDKs: what each case is there to show, is shown. */

const at = sandboxHouse()

let view: FleetView
beforeAll(async () => {
  view = await at().client.fleet.observe({ repositories: null })
}, 60_000)

function rowOf(repository: string) {
  const row = view.rows.find((each) => each.repository === repository)
  if (!row) throw new Error(`${repository} is not in the fleet.`)
  return row
}

const WRONG = CASES.filter(({ link, id }) => link !== null && id !== 'nothing')
const RIGHT = CASES.filter(({ link, id }) => link === null && id !== 'archived' && id !== 'reusable-workflow')

describe('a fleet that was read', () => {
  test('has a row for every repository that the identity sees, with all seven links', () => {
    expect(view).toMatchObject({ failure: null, progress: null })
    expect(view.rows.map(({ repository }) => repository).sort()).toEqual(
      CASES.map(({ repository }) => repository).sort(),
    )
    for (const { links } of view.rows) expect(Object.keys(links)).toEqual([...LINKS])
  })

  test('tells GitHub’s budgets as the last responses did', () => {
    expect(view.budgets.map(({ resource }) => resource).sort()).toEqual(['core', 'graphql'])
  })

  test.each(WRONG)('$repository ($id): the link to look at is $link', ({ repository, link }) => {
    const { headline, links } = rowOf(repository)
    expect(headline?.link).toBe(link)
    expect(headline?.says).toBeTruthy()
    const earlier = LINKS.slice(0, LINKS.indexOf(link ?? 'provider'))
    expect(earlier.filter((name) => links[name].breaks)).toEqual([])
  })

  test.each(RIGHT)('$repository ($id): works, and nothing is to be said', ({ repository }) => {
    expect(rowOf(repository)).toMatchObject({ state: 'working', headline: null })
  })

  test('a repository with nothing is not set up, and its account is not guessed', () => {
    const { state, account, links } = rowOf(caseOf('nothing').repository)
    expect([state, account]).toEqual(['not-set-up', null])
    expect(LINKS.filter((name) => links[name].status === 'ok')).toEqual([])
  })

  test('a repository that only holds a workflow for others is not judged: its callers are', () => {
    const { state, links, headline } = rowOf(caseOf('reusable-workflow').repository)
    expect([state, LINKS.filter((name) => links[name].breaks)]).toEqual(['not-set-up', []])
    expect(headline?.says).toContain('their callers are judged instead')
  })

  test('an archived repository is said to be archived and offers no repair', () => {
    const { state, archived, headline } = rowOf(caseOf('archived').repository)
    expect([state, archived, headline?.repair ?? null]).toEqual(['archived', true, null])
  })

  test('which link runs fail at is marked apart from what merely differs', () => {
    const breaks = (repository: string) => LINKS.filter((link) => rowOf(repository).links[link].breaks)
    expect(breaks(caseOf('no-provider').repository)).toEqual(['provider', 'lastRun'])
    expect(breaks(caseOf('static-keys').repository)).toEqual([])
    expect(breaks(caseOf('no-dispatch').repository)).toEqual([])
  })
})

describe('the last run of a repository that fails', () => {
  const WITHOUT_FAILED_RUN = ['no-dispatch', 'static-keys', 'disabled', 'legacy-model']
  const FAILED = WRONG.filter(({ id }) => ![...WITHOUT_FAILED_RUN, 'nested-token'].includes(id))

  async function diagnosed(name: string) {
    const { client } = at()
    const repository = RepositoryName.parse(name)
    const [latest] = await client.runs.list({ repository })
    if (!latest) throw new Error(`${name} has no run.`)
    const diagnoses = await client.runs.diagnose({ repository, runId: latest.id })
    return { repository, latest, first: diagnoses[0], diagnoses }
  }

  test.each(FAILED)(
    '$repository ($id) is diagnosed as row $row, with the line that decides',
    async (seed) => {
      const { repository, latest, first } = await diagnosed(seed.repository)
      expect(latest.conclusion).toBe('failure')
      expect(first).toMatchObject({ row: seed.row, confidence: 'certain', excerpt: expect.any(String) })
      const log = await at().client.runs.log({ repository, runId: latest.id, jobId: first?.jobId ?? 0 })
      const line = log.available ? log.log.lines.find(({ number }) => number === first?.line) : undefined
      expect(line?.text).toContain(first?.excerpt?.trim())
    },
  )

  test('that failed before any job began has no log: its cause is told from the files, and called likely', async () => {
    const { row, repository } = caseOf('nested-token')
    const { latest, first } = await diagnosed(repository)
    expect(latest.conclusion).toBe('startup_failure')
    expect(first).toMatchObject({ row, confidence: 'likely', jobId: null, line: null })
  })

  test('offers the repair that a plan can make', async () => {
    const { first } = await diagnosed(caseOf('no-destinations').repository)
    expect(first?.repair).toMatchObject({ kind: 'plan', steps: ['put-role-policy'] })
  })

  test('is no matter of one that succeeded', async () => {
    const { latest, diagnoses } = await diagnosed(caseOf('healthy-classic').repository)
    expect([latest.conclusion, diagnoses]).toEqual(['success', []])
  })

  test('is listed with those of the whole fleet, the newest first', async () => {
    const listed = await at().client.runs.list({ repository: null })
    const times = listed.map(({ createdAt }) => createdAt)
    expect(times).toEqual([...times].sort().reverse())
    expect(new Set(listed.map(({ repository }) => repository)).size).toBeGreaterThan(15)
  })
})

describe('a workflow that cannot be started', () => {
  test.each([
    ['no-dispatch', /no workflow_dispatch trigger/],
    ['disabled', /disabled/],
    ['nothing', /No workflow here calls Bedrock/],
    ['archived', /archived/],
  ] as const)('%s: is not tried, and the reason is told', async (id, says) => {
    const { client } = at()
    const repository = RepositoryName.parse(caseOf(id).repository)
    const starting = client.runs.start({ repository, workflowPath: null, ref: null, inputs: {} })
    await expect(starting).rejects.toMatchObject({
      code: 'EXPECTED',
      data: { sentence: expect.stringMatching(says) },
    })
  })
})
