import { type Failure, failure } from '../failure'
import type { Finding } from '../finding'
import type { RoleObservation, SubjectSettings } from '../observation'
import type { Picture } from '../picture'
import { parsePolicy } from '../policy-document'
import { valueOr } from '../reading'
import { type ScopeGrant, tokensOfGrant } from '../scope-grants'
import { grantsBeyond } from '../scopes-of-jobs'
import { evaluateTrust } from '../trust-policy'
import { evidence, finding, planned, unknownFinding } from './found'
import { providerArnOf, unreadable } from './trust-subjects'

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
  const beyond = grantsBeyond(setup, presentedSubjects(picture), facts, subject.value)
  return beyond.map((grant) => {
    const decisions = tokensOfGrant(grant).map((token) =>
      evaluateTrust(parsed.policy, { providerArn, ...token }),
    )
    const wanted = nameOf(grant)
    const says = `The setup asks for ${wanted}`
    if (decisions.every(({ allowed }) => allowed)) {
      return finding('trust', `scope@${wanted}`, 'ok', `${says}, and the role admits it.`)
    }
    const found = [evidence('subject', wanted, null, `trust policy of ${role.arn}`)]
    if (decisions.every(({ allowed, certain }) => allowed || !certain)) {
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

/** A grant as a finding names it: the subject, and the called workflow where only its callers are meant. */
function nameOf({ subject, tests: { job_workflow_ref: called } }: ScopeGrant): string {
  return called ? `${subject} where it calls ${called.join(' or ')}` : subject
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
