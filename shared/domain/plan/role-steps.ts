import { hiddenTemplate, tokenOfScope } from '../links/trust-scopes'
import { providerArnOf } from '../links/trust-subjects'
import type { RoleObservation } from '../observation'
import { type OurJob, standingJobs } from '../picture'
import { parsePolicy } from '../policy-document'
import { valueOr } from '../reading'
import { isAskedFor, subjectsBeyond } from '../scopes-of-jobs'
import { repositoryClaims } from '../subject-rule'
import { roleNamed } from '../target'
import { KNOWN_IN_RUN } from '../trust-claims'
import {
  admitSubjects,
  composeTrust,
  evaluateTrust,
  GITHUB_ISSUER_HOST,
  STS_AUDIENCE,
  type TokenRequest,
} from '../trust-policy'
import { conflict, type Draft, type Planning, step, steps, together, unreadPart } from './draft'
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
  const audiences = ownAudiences(planning)
  if (standing) return together([audiences, trustSteps(planning, standing, tokens, after)])
  if (tokens.length === 0) {
    return conflict(
      `subject of ${observation.facts.repository}`,
      'The repository’s subject template does not name the repository, so there is nothing safe to trust. Add repo to its claims.',
    )
  }
  const create = steps(createRole(planning, [...new Set(tokens.map(({ sub }) => sub))], after))
  return together([audiences, create])
}

/** A subject that the role is to admit, and what else is known of the token that brings it. */
interface WantedToken {
  sub: string
  request: Omit<TokenRequest, 'providerArn'>
}

/**
 * The exact tokens of the jobs that will take the role, as far as the setup asks for them or the plan itself adds the
 * event, and the setup's other scopes.
 */
function tokensOf(planning: Planning): WantedToken[] {
  const { observation, setup } = planning
  const { subject, facts } = observation
  if (!subject.known) return []
  const today = new Set(standingJobs(observation).flatMap(subjectsOf))
  const presented = takingJobs(planning)
    .filter(({ audience }) => audience === STS_AUDIENCE)
    .flatMap(({ subjects }) => valueOr(subjects, []))
    .filter((one) => one.exact && (isAskedFor(one, setup.scope) || !today.has(one.subject)))
    .map(({ subject: sub, claims, open }) => ({ sub, request: { claims, open, context: KNOWN_IN_RUN } }))
  const subjects = presented.map(({ sub }) => sub)
  const asked = subjectsBeyond(setup.scope, subjects, facts, subject.value).map((sub) => ({
    sub,
    request: tokenOfScope(sub, facts),
  }))
  return [...presented, ...asked]
}

function subjectsOf({ subjects }: OurJob): string[] {
  return valueOr(subjects, []).map(({ subject }) => subject)
}

function takingJobs({ jobs, setup, wanted, account }: Planning): OurJob[] {
  return jobs.filter((job) => plannedJob(job, setup, wanted, account).role.arn === wanted.role.arn)
}

/** A token for somebody else than STS is refused by every trust policy of ours. */
function ownAudiences(planning: Planning): Draft {
  const strange = takingJobs(planning).filter(({ audience }) => audience !== STS_AUDIENCE)
  return together(
    strange.map(({ scope, audience }) =>
      conflict(
        scope.path,
        `The job ${scope.jobId} asks for a token for ${audience ?? 'an audience that only a run knows'}. Remove \`audience\` from its configure step.`,
      ),
    ),
  )
}

function trustSteps(
  planning: Planning,
  role: RoleObservation,
  tokens: WantedToken[],
  after: string[],
): Draft {
  const { account, setup, observation } = planning
  if (!account) return steps()
  const providerArn = providerArnOf(account)
  const refused = tokens.filter((token) => isRefused(role, providerArn, token))
  if (refused.length === 0) return steps()
  const subjects = [...new Set(refused.map(({ sub }) => sub))]
  const claims = repositoryClaims(observation.facts)
  const edit = admitSubjects(role.trust, { ...trustTarget(providerArn), subjects, claims })
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

/** What hangs on a clause that only a run meets is left as its author meant it. */
function isRefused({ trust }: RoleObservation, providerArn: string, { request }: WantedToken): boolean {
  const parsed = parsePolicy(trust)
  if (!parsed.ok) return true
  const { allowed, certain } = evaluateTrust(parsed.policy, { providerArn, ...request })
  return !allowed && certain
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
