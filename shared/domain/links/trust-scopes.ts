import { type Failure, failure } from '../failure'
import type { Finding } from '../finding'
import type { RepositoryFacts, RoleObservation, SubjectSettings } from '../observation'
import type { Picture } from '../picture'
import { parsePolicy } from '../policy-document'
import { valueOr } from '../reading'
import { subjectsBeyond } from '../scopes-of-jobs'
import { repositoryClaims } from '../subject-rule'
import { claimsBeside, KNOWN_IN_RUN } from '../trust-claims'
import { evaluateTrust, STS_AUDIENCE, type TokenRequest } from '../trust-policy'
import { evidence, finding, planned, unknownFinding } from './found'
import { ANY, providerArnOf, unreadable } from './trust-subjects'

/** The scopes that the setup asks for beyond what the jobs present today; nobody's run fails of them. */
export function scopeFindings(picture: Picture, role: RoleObservation): Finding[] {
  const { setup, account, observation } = picture
  const { subject, facts } = observation
  const parsed = parsePolicy(role.trust)
  if (!setup || !account || role.name !== setup.role || account.account !== setup.account) return []
  if (!subject.known) return [unknownFinding('trust', 'scope-unread', subject.failure)]
  if (!parsed.ok) return [unreadable(role, parsed.error)]
  const hidden = hiddenTemplate(subject.value)
  if (hidden) return [unknownFinding('trust', 'scope-unread', hidden)]
  const providerArn = providerArnOf(account)
  const beyond = subjectsBeyond(setup.scope, presentedSubjects(picture), facts, subject.value)
  return beyond.map((wanted) => {
    const decision = evaluateTrust(parsed.policy, { providerArn, ...tokenOfScope(wanted, facts) })
    const says = `The setup asks for ${wanted}`
    if (decision.allowed) {
      return finding('trust', `scope@${wanted}`, 'ok', `${says}, and the role admits it.`)
    }
    const found = [evidence('subject', wanted, null, `trust policy of ${role.arn}`)]
    if (!decision.certain) {
      const unsure = `${says}. Whether the role admits it is known only in a run.`
      return finding('trust', `scope@${wanted}`, 'unknown', unsure, { evidence: found })
    }
    return finding('trust', `scope@${wanted}`, 'drift', `${says}, which the role does not admit.`, {
      breaks: picture.jobs.length === 0,
      evidence: found,
      repair: planned('Trust it.', 'update-trust'),
    })
  })
}

/** What is certain of a token with this subject, a `*` in it standing for anything; the rest only a run fills in. */
export function tokenOfScope(subject: string, facts: RepositoryFacts): Omit<TokenRequest, 'providerArn'> {
  const claims = { ...repositoryClaims(facts), aud: STS_AUDIENCE, sub: subject.replaceAll('*', ANY) }
  return { claims, open: claimsBeside(claims), context: KNOWN_IN_RUN }
}

/** Why no subject follows from the settings: the repository leaves its form to a template that was not read. */
export function hiddenTemplate({ useDefault, claimKeys }: SubjectSettings): Failure | null {
  if (useDefault || claimKeys.length > 0) return null
  return failure(
    'upstream',
    'The repository takes its subject from a template of the organization, which was not read.',
    { kind: 'ask-administrator', permission: 'Organization administration: read' },
  )
}

function presentedSubjects({ jobs }: Picture): string[] {
  return jobs.flatMap(({ subjects }) => valueOr(subjects, []).map(({ subject }) => subject))
}
