import { type Failure, failure } from '../failure'
import type { Finding } from '../finding'
import type { RoleObservation, SubjectSettings } from '../observation'
import type { Picture } from '../picture'
import { parsePolicy } from '../policy-document'
import { valueOr } from '../reading'
import { subjectsBeyond } from '../scopes-of-jobs'
import { evaluateTrust, STS_AUDIENCE } from '../trust-policy'
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
    const claims = { sub: wanted.replaceAll('*', ANY), aud: STS_AUDIENCE, repository: facts.repository }
    const says = `The setup asks for ${wanted}`
    if (evaluateTrust(parsed.policy, { providerArn, claims }).allowed) {
      return finding('trust', `scope@${wanted}`, 'ok', `${says}, and the role admits it.`)
    }
    return finding('trust', `scope@${wanted}`, 'drift', `${says}, which the role does not admit.`, {
      breaks: picture.jobs.length === 0,
      evidence: [evidence('subject', wanted, null, `trust policy of ${role.arn}`)],
      repair: planned('Trust it.', 'update-trust'),
    })
  })
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
