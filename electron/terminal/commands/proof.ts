import type { RepositoryName } from '../../../shared/domain/ids'
import type { SignInEvent, SignInProof, SignInState } from '../../../shared/domain/proof/sign-in'
import { repairText } from '../diagnosis-text'
import { EXIT } from '../exit'
import type { Session } from '../session'
import { theRun } from './runs'

/** `proof R`: what AWS itself recorded of a run's sessions, the latest run by default. */
export async function proofVerb(
  session: Session,
  repository: RepositoryName,
  runId: number | null,
): Promise<number> {
  const id = await theRun(session, repository, runId)
  const proof = await session.client.runs.proof({ repository, runId: id })
  const { signIns } = proof
  const text = signIns.map(proofText).join('\n\n') || 'The run has no finished job that takes a role.'
  session.print(session.json ? JSON.stringify(proof, null, 2) : text)
  const isProven = signIns.length > 0 && signIns.every(({ state }) => state === 'found')
  return isProven ? EXIT.fine : EXIT.bad
}

const WORDS: Record<SignInState, string> = {
  found: 'found',
  refused: 'refused',
  'not-yet': 'not yet',
  absent: 'not there',
  ambiguous: 'ambiguous',
  unasked: 'no role was asked for',
  unread: 'not read',
  'too-old': 'too old',
}

function proofText(proof: SignInProof): string {
  const { jobName, state, says, event, attempts, candidates, evidence, lookAgainAt, repair } = proof
  return [
    `${jobName}: ${WORDS[state]}`,
    `  ${says}`,
    ...(event ? [`  ${eventText(event)}${attempts > 1 ? `, ${attempts} times` : ''}`] : []),
    ...candidates.map((each) => `  either: ${eventText(each)}`),
    ...evidence.map(
      ({ label, wanted, found }) => `  ${label}: predicted ${wanted ?? '—'}, recorded ${found ?? '—'}`,
    ),
    ...(lookAgainAt ? [`  Look again after ${lookAgainAt}.`] : []),
    ...(repair ? [`  → ${repairText(repair)}`] : []),
  ].join('\n')
}

function eventText({ at, role, session, sessionName, source, region, refusal }: SignInEvent): string {
  const what = session ?? `${role ?? 'a role'} as ${sessionName ?? 'a session without a name'}`
  return `${at} ${what}, from ${source ?? 'an address that was not recorded'} in ${region}${refusal ? ` (${refusal})` : ''}`
}
