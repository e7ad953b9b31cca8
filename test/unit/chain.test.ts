import { describe, expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import { failure } from '../../shared/domain/failure'
import { LINKS } from '../../shared/domain/finding'
import { known, unread } from '../../shared/domain/reading'
import { account, context, IMMUTABLE_SETTINGS, repository, runSummary } from '../support/observations'

const UNREACHED = failure('offline', 'The network is down.')
const statuses = (chain: ReturnType<typeof observeChain>) =>
  Object.fromEntries(LINKS.map((link) => [link, chain.links[link].status]))
const EVERY_LINK_OK = Object.fromEntries(LINKS.map((link) => [link, 'ok']))

describe('a repository in which everything stands', () => {
  it('works: all seven links are ok, and nothing is in the headline', () => {
    const chain = observeChain(context())
    expect(statuses(chain)).toEqual(EVERY_LINK_OK)
    expect(chain).toMatchObject({ repository: 'acme/web', state: 'working', headline: null })
  })

  it('is unproven while no run has shown it', () => {
    const chain = observeChain(context({ observation: repository({ runs: known([]) }) }))
    expect(chain.state).toBe('unproven')
    expect(chain.headline).toMatchObject({ link: 'lastRun', repair: { kind: 'test-run' } })
  })

  it('is archived without any repair offered', () => {
    const { facts } = repository()
    const observation = repository({
      facts: { ...facts, archived: true },
      subject: known(IMMUTABLE_SETTINGS),
    })
    const chain = observeChain(context({ observation }))
    expect(chain.state).toBe('archived')
    expect(LINKS.flatMap((link) => chain.links[link].findings).every(({ repair }) => repair === null)).toBe(
      true,
    )
  })
})

describe('what was not read is unknown, and never ok', () => {
  const parts = ['workflows', 'variables', 'secrets', 'subject', 'runs'] as const
  it.each(parts)('%s of the repository', (part) => {
    const chain = observeChain(context({ observation: repository({ [part]: unread(UNREACHED) }) }))
    expect(chain.state).toBe('unknown')
    expect(chain.headline).toMatchObject({ status: 'unknown', breaks: false })
    expect(LINKS.some((link) => chain.links[link].status === 'unknown')).toBe(true)
  })

  it.each([
    ['provider', 'provider'],
    ['roles', 'trust'],
    ['roles', 'permissions'],
    ['useCaseForm', 'modelAccess'],
  ] as const)('%s of the account leaves the link %s unknown', (part, link) => {
    const chain = observeChain(context({ account: account({ [part]: unread(UNREACHED) }) }))
    expect(chain.links[link]).toMatchObject({
      status: 'unknown',
      breaks: false,
      findings: expect.arrayContaining([
        expect.objectContaining({ status: 'unknown', repair: { kind: 'recover', failure: UNREACHED } }),
      ]),
    })
    expect(chain.state).toBe('unknown')
  })

  it('a region that was not read leaves permissions and model access unknown', () => {
    const chain = observeChain(context({ account: account({ regions: [] }) }))
    expect(statuses(chain)).toEqual({ ...EVERY_LINK_OK, permissions: 'unknown', modelAccess: 'unknown' })
  })

  it('an account that is not connected asks for the connection on every link of AWS', () => {
    const chain = observeChain(context({ account: null }))
    for (const link of ['provider', 'trust', 'permissions', 'modelAccess'] as const) {
      expect(chain.links[link].findings[0]?.repair).toMatchObject({
        kind: 'recover',
        failure: { reason: 'not-connected', recovery: { kind: 'connect-aws' } },
      })
    }
  })

  it('tells why the account could not be read where that is known', () => {
    const chain = observeChain(context({ account: null, accountFailure: UNREACHED }))
    expect(chain.links.provider.findings[0]?.says).toBe('The network is down.')
  })
})

describe('the state of a repository', () => {
  it('is broken as soon as a run would fail, whatever else is unknown', () => {
    const chain = observeChain(
      context({
        observation: repository({ subject: known(IMMUTABLE_SETTINGS), secrets: unread(UNREACHED) }),
      }),
    )
    expect(chain.state).toBe('broken')
    expect(chain.headline).toMatchObject({ link: 'trust', breaks: true })
  })

  it('needs attention when something differs and runs still pass', () => {
    const secrets = known([
      { name: 'AWS_ACCESS_KEY_ID', scope: { kind: 'repository' as const }, updatedAt: null },
    ])
    const chain = observeChain(context({ observation: repository({ secrets }) }))
    expect(chain.state).toBe('attention')
    expect(chain.links.variables).toMatchObject({ status: 'drift', breaks: false })
  })

  it('is not set up with neither a workflow of ours nor a role', () => {
    const observation = repository({
      workflows: known([]),
      variables: known([]),
      runs: known([]),
    })
    const wanted = observeChain(context({ observation, account: account({ roles: known([]) }) }))
    const untouched = observeChain({ ...context({ observation, account: null }), setup: null })
    expect(wanted.state).toBe('not-set-up')
    expect(untouched.state).toBe('not-set-up')
    for (const link of LINKS) expect(untouched.links[link].status).toBe('missing')
  })

  it('is not called not-set-up while its workflows are unread', () => {
    const observation = repository({ workflows: unread(UNREACHED), variables: known([]) })
    expect(observeChain({ ...context({ observation, account: null }), setup: null }).state).toBe('unknown')
  })

  it('stays broken after a failed run until one succeeds', () => {
    const runs = known([
      runSummary({ id: 1, number: 1, conclusion: 'success', createdAt: '2026-11-01T00:00:00Z' }),
      runSummary({ id: 2, number: 2, conclusion: 'failure', createdAt: '2026-11-02T00:00:00Z' }),
    ])
    const chain = observeChain(context({ observation: repository({ runs }) }))
    expect(chain).toMatchObject({ state: 'broken', headline: { link: 'lastRun' } })
  })
})
