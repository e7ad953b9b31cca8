import { hiddenTemplate } from '../links/trust-scopes'
import { providerArnOf } from '../links/trust-subjects'
import type { RoleObservation } from '../observation'
import { parsePolicy } from '../policy-document'
import { valueOr } from '../reading'
import { subjectsBeyond } from '../scopes-of-jobs'
import { roleNamed } from '../target'
import { admitSubjects, composeTrust, evaluateTrust, GITHUB_ISSUER_HOST, STS_AUDIENCE } from '../trust-policy'
import { conflict, type Draft, type Planning, step, steps, unreadPart } from './draft'
import { plannedJob } from './wanted-of-job'

/** The role: created for exactly the subjects asked for, or its trust widened by those that it refuses. */
export function roleSteps(planning: Planning, after: string[]): Draft {
  const { account, observation, setup } = planning
  if (!account) return steps()
  if (!account.roles.known) return unreadPart(account.roles.failure)
  if (!observation.subject.known) return unreadPart(observation.subject.failure)
  const hidden = hiddenTemplate(observation.subject.value)
  if (hidden) return unreadPart(hidden)
  const standing = roleNamed(account, setup.role)
  const tokens = tokensOf(planning)
  if (standing) return trustSteps(planning, standing, tokens, after)
  if (tokens.length === 0) {
    return conflict(
      `subject of ${observation.facts.repository}`,
      'The repository’s subject template does not name the repository, so there is nothing safe to trust. Add repo to its claims.',
    )
  }
  return steps(createRole(planning, [...new Set(tokens.map(({ sub }) => sub))], after))
}

/** The claims of a token that the role is to admit; of a scope only what follows from it. */
type Token = Record<string, string> & { sub: string }

/** Every exact token of the jobs that will take the role, and the scopes that the setup asks for besides. */
function tokensOf({ observation, jobs, setup, wanted, account }: Planning): Token[] {
  const { subject, facts } = observation
  if (!subject.known) return []
  const taking = jobs.filter((job) => plannedJob(job, setup, wanted, account).role.arn === wanted.role.arn)
  const presented = taking
    .flatMap(({ subjects }) => valueOr(subjects, []))
    .filter(({ exact }) => exact)
    .map(({ claims, subject: sub }) => ({ ...claims, sub }))
  const subjects = presented.map(({ sub }) => sub)
  const asked = subjectsBeyond(setup.scope, subjects, facts, subject.value).map((sub) => ({
    sub,
    aud: STS_AUDIENCE,
    repository: facts.repository,
  }))
  return [...presented, ...asked]
}

function trustSteps(planning: Planning, role: RoleObservation, tokens: Token[], after: string[]): Draft {
  const { account, setup } = planning
  if (!account) return steps()
  const providerArn = providerArnOf(account)
  const parsed = parsePolicy(role.trust)
  const refused = tokens.filter(
    (claims) => !parsed.ok || !evaluateTrust(parsed.policy, { providerArn, claims: probe(claims) }).allowed,
  )
  if (refused.length === 0) return steps()
  const subjects = [...new Set(refused.map(({ sub }) => sub))]
  const edit = admitSubjects(role.trust, { ...trustTarget(providerArn), subjects })
  if (!edit.ok) return conflict(`trust policy of ${role.arn}`, edit.why)
  return steps(
    step(
      {
        kind: 'update-trust',
        account: setup.account,
        role: role.name,
        before: role.trust,
        after: edit.document,
      },
      {
        link: 'trust',
        title: `Let ${role.name} trust ${subjects.join(' and ')}`,
        target: role.arn,
        before: role.trust,
        after: edit.document,
        language: 'json',
        calls: ['iam:UpdateAssumeRolePolicy'],
        needs: ['iam:UpdateAssumeRolePolicy'],
        dependsOn: after,
      },
    ),
  )
}

/** A `*` of a wide scope must be admitted whatever stands there; no ref holds a `~`. */
function probe(claims: Token): Token {
  return { ...claims, sub: claims.sub.replaceAll('*', '~any~') }
}

function trustTarget(providerArn: string) {
  return { providerArn, issuerHost: GITHUB_ISSUER_HOST, audience: STS_AUDIENCE }
}

function createRole({ account, observation, setup, wanted }: Planning, subjects: string[], after: string[]) {
  const { repository } = observation.facts
  const providerArn = account ? providerArnOf(account) : ''
  const trust = composeTrust({ ...trustTarget(providerArn), subjects })
  return step(
    {
      kind: 'create-role',
      account: setup.account,
      name: setup.role,
      path: wanted.role.path,
      trust,
      description: `Lets GitHub Actions of ${repository} call Amazon Bedrock. Made by Rolecall.`,
      tags: { 'rolecall:repository': repository },
    },
    {
      link: 'trust',
      title: `Create the role ${setup.role}`,
      target: wanted.role.arn,
      before: null,
      after: trust,
      language: 'json',
      calls: ['iam:CreateRole'],
      needs: ['iam:CreateRole', 'iam:TagRole'],
      dependsOn: after,
    },
  )
}
