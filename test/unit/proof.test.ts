import { describe, expect, it } from 'vitest'
import { Region, RepositoryName } from '../../shared/domain/ids'
import { parseLog } from '../../shared/domain/parse-log'
import { matchSignIn } from '../../shared/domain/proof/match'
import { proveSignIn } from '../../shared/domain/proof/prove'
import type { SignInEvent } from '../../shared/domain/proof/sign-in'
import { type SoughtSignIn, soughtSignIns } from '../../shared/domain/proof/sought'
import { runSummary } from '../support/observations'

/* Which of CloudTrail's events is a job's own (field-notes §8). A wrong one is worse than none. */

const FACTS = { id: 77, repository: RepositoryName.parse('acme/web') }
const ROLE = 'arn:aws:iam::111122223333:role/web'
const SUBJECT = 'repo:acme/web:ref:refs/heads/main'
const AT = Date.parse('2026-11-22T08:00:10Z')

const sought = (over: Partial<SoughtSignIn> = {}): SoughtSignIn => ({
  job: { id: 1, name: 'ask' },
  role: ROLE,
  region: Region.parse('us-east-1'),
  sessionName: 'GitHubActions',
  subjects: [SUBJECT],
  from: AT,
  to: AT + 1_000,
  outcome: 'taken',
  ...over,
})

const event = (over: Partial<SignInEvent> = {}): SignInEvent => ({
  id: 'e1',
  at: '2026-11-22T08:00:10.000Z',
  region: 'us-east-1',
  accepted: true,
  refusal: null,
  subject: SUBJECT,
  role: ROLE,
  sessionName: 'GitHubActions',
  session: 'arn:aws:sts::111122223333:assumed-role/web/GitHubActions',
  source: '203.0.113.17',
  ...over,
})
const refused = (over: Partial<SignInEvent> = {}) =>
  event({ accepted: false, refusal: 'AccessDenied', session: null, ...over })

describe('a session is this job’s', () => {
  it('where time, role, name and subject agree', () => {
    expect(matchSignIn(sought(), [event()], FACTS, false)).toMatchObject({ state: 'found' })
  })
  it.each([
    ['of another time', event({ at: '2026-11-22T08:01:10.000Z' })],
    ['of another role', event({ role: `${ROLE}-2` })],
    ['of another name', event({ sessionName: 'nightly' })],
    ['of another repository', event({ subject: 'repo:acme/website:ref:refs/heads/main' })],
    ['of a recycled name', event({ subject: 'repo:acme@1/web@78:ref:refs/heads/main' })],
    ['that was refused, where the log says that the role was taken', refused()],
  ])('not where it is %s', (_, other) => {
    expect(matchSignIn(sought(), [other], FACTS, false)).toEqual({ state: 'none' })
  })
  it('by its ID after a rename, though nobody predicted that', () => {
    const renamed = event({ subject: 'repo:acme@1/old-name@77:ref:refs/heads/main' })
    expect(matchSignIn(sought(), [renamed], FACTS, false)).toMatchObject({ state: 'found' })
    expect(matchSignIn(sought(), [renamed], FACTS, true)).toMatchObject({ state: 'ambiguous' })
  })
  it('not certainly where two are alike, nor where the subject names no repository', () => {
    expect(matchSignIn(sought(), [event(), event({ id: 'e2' })], FACTS, false).state).toBe('ambiguous')
    expect(matchSignIn(sought(), [event({ subject: 'team:web' })], FACTS, false).state).toBe('ambiguous')
  })
  it('by a template that leaves part of it to the run', () => {
    const open = sought({ subjects: ['repo:acme/web:ref:refs/heads/*'] })
    expect(matchSignIn(open, [event()], FACTS, false).state).toBe('found')
  })
  it('where the role is hidden, by all the rest', () => {
    expect(matchSignIn(sought({ role: null }), [event()], FACTS, false).state).toBe('found')
  })
})

describe('a refusal', () => {
  it('counts its attempts, and takes no success of another for its own', () => {
    const mine = sought({ outcome: 'refused' })
    expect(
      matchSignIn(mine, [refused(), refused({ id: 'e2' }), event({ id: 'e3' })], FACTS, false),
    ).toMatchObject({
      state: 'refused',
      attempts: 2,
    })
  })
  it('of several subjects at once is not told apart', () => {
    const mine = sought({ outcome: 'refused', subjects: ['repo:acme/web:environment:production'] })
    const events = [refused(), refused({ id: 'e2', subject: 'repo:acme/web:pull_request' })]
    expect(matchSignIn(mine, events, FACTS, false).state).toBe('ambiguous')
  })
})

describe('the delay', () => {
  const premises = { facts: FACTS, others: false, repair: null }
  const prove = (now: number, events: SignInEvent[], others = false) =>
    proveSignIn(sought(), { known: true, events }, { ...premises, now, others })
  it('is waited for, and told until when', () => {
    expect(prove(AT + 60_000, [])).toMatchObject({
      state: 'not-yet',
      lookAgainAt: '2026-11-22T08:15:11.000Z',
    })
    expect(prove(AT + 16 * 60_000, [])).toMatchObject({ state: 'absent' })
  })
  it('keeps another run’s session from being taken for this one’s', () => {
    expect(prove(AT + 60_000, [event()], true)).toMatchObject({ state: 'not-yet', event: null })
    expect(prove(AT + 16 * 60_000, [event()], true)).toMatchObject({ state: 'found' })
  })
})

describe('what a log tells of an exchange', () => {
  const job = {
    id: 1,
    name: 'ask',
    status: 'completed' as const,
    conclusion: 'success' as const,
    startedAt: null,
    completedAt: null,
    url: null,
    steps: [],
  }
  const linesOf = (...texts: string[]) =>
    parseLog(texts.map((text, index) => `2026-11-22T08:00:1${index}.0000000Z ${text}`).join('\n')).lines
  const inputs = [
    '##[group]Run aws-actions/configure-aws-credentials@v6',
    'with:',
    `  role-to-assume: ${ROLE}`,
  ]

  it('is each of its exchanges with the inputs of that time', () => {
    const lines = linesOf(
      ...inputs,
      '  aws-region: eu-west-2',
      '##[endgroup]',
      'Assuming role with OIDC',
      'Authenticated as assumedRoleId AROAX:run-5',
    )
    expect(soughtSignIns(runSummary(), job, null, lines)).toMatchObject([
      {
        role: ROLE,
        region: 'eu-west-2',
        sessionName: 'run-5',
        outcome: 'taken',
        from: Date.parse('2026-11-22T08:00:15Z'),
        to: Date.parse('2026-11-22T08:00:16Z'),
      },
    ])
  })
  it('is nothing where no role was asked for', () => {
    expect(soughtSignIns(runSummary(), job, null, linesOf(...inputs, '##[endgroup]'))).toEqual([])
  })
  it('leaves a masked role open', () => {
    const lines = linesOf(
      '##[group]Run aws-actions/configure-aws-credentials@v6',
      '  role-to-assume: ***',
      '##[endgroup]',
      'Assuming role with OIDC',
      '##[error]Could not assume role with OIDC: Not authorized',
    )
    expect(soughtSignIns(runSummary(), job, null, lines)).toMatchObject([{ role: null, outcome: 'refused' }])
  })
})
