import {
  AlertIcon,
  ChevronRightIcon,
  ClockIcon,
  DashIcon,
  type Icon,
  QuestionIcon,
  VerifiedIcon,
  XCircleIcon,
} from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { SignInEvent, SignInProof, SignInState } from '../../../shared/domain/proof/sign-in'
import type { RunSummary } from '../../../shared/domain/run'
import { api, failureOf } from '../../api'
import { EvidenceList } from '../../ui/evidence/evidence-list'
import { Problem } from '../../ui/problem'
import { clockOf } from '../../ui/time'
import { RepairAction } from '../repo/repair-action'
import styles from './run-proof.module.css'

const LOOKS: Record<SignInState, { icon: Icon; tone: 'good' | 'bad' | 'open' | 'quiet'; word: string }> = {
  found: { icon: VerifiedIcon, tone: 'good', word: 'Session found' },
  refused: { icon: XCircleIcon, tone: 'bad', word: 'Refused by AWS' },
  'not-yet': { icon: ClockIcon, tone: 'open', word: 'Not there yet' },
  absent: { icon: AlertIcon, tone: 'open', word: 'Not recorded' },
  ambiguous: { icon: QuestionIcon, tone: 'open', word: 'Cannot be told apart' },
  unread: { icon: AlertIcon, tone: 'open', word: 'Not read' },
  unasked: { icon: DashIcon, tone: 'quiet', word: 'No role was asked for' },
  'too-old': { icon: DashIcon, tone: 'quiet', word: 'Too old' },
}

/** CloudTrail is asked again for what it did not show yet, while somebody looks. */
const LOOK_AGAIN_MS = 2 * 60_000

/** What AWS itself recorded of the run's sessions: the proof that a green run used the role, and what a refused one presented. */
export function RunProof({ repository, run }: { repository: RepositoryName; run: RunSummary }) {
  const proof = useQuery(
    api.runs.proof.queryOptions({
      input: { repository, runId: run.id },
      enabled: run.status === 'completed',
      staleTime: LOOK_AGAIN_MS,
      refetchInterval: ({ state }) =>
        state.data?.signIns.some((one) => one.state === 'not-yet') ? LOOK_AGAIN_MS : false,
    }),
  )
  if (run.status !== 'completed') return null
  const lookAgain = () => void proof.refetch()
  if (proof.error) return <Problem failure={failureOf(proof.error)} onRetry={lookAgain} />
  if (!proof.data) {
    return (
      <p className="muted" role="status">
        Looking for the run’s session in CloudTrail…
      </p>
    )
  }
  if (proof.data.signIns.length === 0) return null
  return (
    <section className={styles.proofs} aria-label="Proof">
      {proof.data.signIns.map((one) => (
        <Proof
          key={`${one.jobId} ${one.from}`}
          proof={one}
          isLooking={proof.isFetching}
          {...{ repository, run, lookAgain }}
        />
      ))}
    </section>
  )
}

interface Props {
  proof: SignInProof
  repository: RepositoryName
  run: RunSummary
  isLooking: boolean
  lookAgain(): void
}

function Proof({ proof, repository, run, isLooking, lookAgain }: Props) {
  const { state, jobName, says, event, candidates, evidence, failure, repair } = proof
  const { icon: Mark, tone, word } = LOOKS[state]
  const differing = evidence.filter(({ wanted, found }) => wanted !== null && wanted !== found)
  const isSurprising = differing.length > 0
  const compared =
    state === 'refused'
      ? evidence.filter((one) => one.label === 'subject' || differing.includes(one))
      : differing
  const again = state === 'not-yet' || state === 'absent' || state === 'ambiguous'
  return (
    <details className={styles.proof} open={isSurprising}>
      <summary className={styles.summary}>
        <ChevronRightIcon className={styles.chevron ?? ''} />
        <Mark className={styles[tone] ?? ''} />
        <strong>Proof of {jobName}</strong>
        <span>{word}</span>
        {event && <code className={styles.gist}>{event.session ?? event.subject}</code>}
        {proof.lookAgainAt && (
          <span className="muted">CloudTrail may be late until {clockOf(proof.lookAgainAt)}</span>
        )}
      </summary>
      <div className={styles.body}>
        {failure ? <Problem failure={failure} onRetry={lookAgain} /> : <p>{says}</p>}
        {compared.length > 0 && <EvidenceList evidence={compared} />}
        {event && <Facts event={event} attempts={proof.attempts} />}
        {candidates.length > 0 && (
          <ul className={styles.candidates}>
            {candidates.map((each) => (
              <li key={each.id}>
                <Facts event={each} attempts={1} />
              </li>
            ))}
          </ul>
        )}
        {(again || repair) && (
          <div className={styles.actions}>
            {repair && <RepairAction repair={repair} repository={repository} runId={run.id} />}
            {again && (
              <Button size="small" onClick={lookAgain} loading={isLooking}>
                Look again
              </Button>
            )}
          </div>
        )}
      </div>
    </details>
  )
}

function Facts({ event, attempts }: { event: SignInEvent; attempts: number }) {
  const { at, subject, role, session, sessionName, source, region, refusal } = event
  const facts = [
    ['Time', `${at.slice(0, 10)} ${at.slice(11, 19)} UTC${attempts > 1 ? `, ${attempts} attempts` : ''}`],
    ['Subject', subject],
    session ? ['Session', session] : ['Role', role],
    ['Session name', session ? null : sessionName],
    ['From', source && `${source}, in ${region}`],
    ['AWS answered', refusal],
  ] as const
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}
