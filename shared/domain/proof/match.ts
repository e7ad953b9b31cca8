import type { RepositoryFacts } from '../observation'
import { matchesWildcard } from '../wildcard'
import type { SignInEvent } from './sign-in'
import { type SoughtSignIn, timeOfEvent } from './sought'

/** What the events of the time say of one exchange. Never a wrong one: what cannot be told apart is `ambiguous`. */
export type Match =
  | { state: 'found'; event: SignInEvent }
  | { state: 'refused'; event: SignInEvent; attempts: number }
  | { state: 'ambiguous'; why: string; candidates: SignInEvent[] }
  | { state: 'none' }

/**
 * Matches by time, role, session name, and subject. `others` tells whether something else of the same repository may have
 * asked for the same role in that time: then only the predicted subject counts.
 */
export function matchSignIn(
  sought: SoughtSignIn,
  events: readonly SignInEvent[],
  facts: Pick<RepositoryFacts, 'id' | 'repository'>,
  others: boolean,
): Match {
  const candidates = events.filter((event) => suits(event, sought))
  const exact = candidates.filter(({ subject }) => subject !== null && predicts(sought.subjects, subject))
  if (exact.length > 0) return decide(exact)
  const near = candidates.filter(({ subject }) => naming(subject, facts) !== 'another')
  if (near.length === 0) return { state: 'none' }
  if (near.some(({ subject }) => naming(subject, facts) === null)) {
    const why = 'Their subjects were not predicted, and do not name a repository.'
    return { state: 'ambiguous', why, candidates: near }
  }
  if (others) {
    const why =
      'Their subjects were not predicted for this job, and something else of this repository ran then.'
    return { state: 'ambiguous', why, candidates: near }
  }
  return decide(near)
}

function suits(event: SignInEvent, sought: SoughtSignIn): boolean {
  const { role, sessionName, outcome } = sought
  const { from, to } = timeOfEvent(sought)
  const at = Date.parse(event.at)
  return (
    at >= from &&
    at <= to &&
    (role === null || event.role === null || event.role === role) &&
    (sessionName === null || event.sessionName === null || event.sessionName === sessionName) &&
    (outcome === null || event.accepted === (outcome === 'taken'))
  )
}

/** Without a log, a job may have been refused before it was let in, by a role that was too young: the session counts first. */
function decide(pool: readonly SignInEvent[]): Match {
  const accepted = pool.filter((event) => event.accepted)
  const [session] = accepted
  if (session && accepted.length === 1) return { state: 'found', event: session }
  if (accepted.length > 1) {
    const why = `${accepted.length} sessions of the same role, name and subject began at that time.`
    return { state: 'ambiguous', why, candidates: accepted }
  }
  const [first] = pool
  const alike = new Set(pool.map(({ subject, role, sessionName }) => [subject, role, sessionName].join(' ')))
  if (first && alike.size === 1) return { state: 'refused', event: first, attempts: pool.length }
  return { state: 'ambiguous', why: 'Several subjects were refused at that time.', candidates: [...pool] }
}

/** Whether a subject is one of those predicted; case matters to IAM. */
export function predicts(subjects: readonly string[], subject: string): boolean {
  return subjects.some((pattern) => matchesWildcard(pattern, subject, false))
}

const REPOSITORY = /(?:^|:)repo:([^:/@]+)(?:@(\d+))?\/([^:@]+)(?:@(\d+))?(?=:|$)/

/** Which repository a subject names; null where it names none. IDs outlive a rename, names are compared without case. */
function naming(
  subject: string | null,
  { id, repository }: Pick<RepositoryFacts, 'id' | 'repository'>,
): 'this' | 'another' | null {
  const [, owner, , name, repositoryId] = REPOSITORY.exec(subject ?? '') ?? []
  if (owner === undefined || name === undefined) return null
  if (repositoryId !== undefined) return repositoryId === String(id) ? 'this' : 'another'
  return `${owner}/${name}`.toLowerCase() === repository.toLowerCase() ? 'this' : 'another'
}
