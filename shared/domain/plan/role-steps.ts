import { hiddenTemplate } from '../links/trust-scopes'
import { providerArnOf } from '../links/trust-subjects'
import type { RoleObservation } from '../observation'
import { type OurJob, standingJobs } from '../picture'
import { parsePolicy } from '../policy-document'
import { valueOr } from '../reading'
import { idTests, type ScopeGrant, tokensOfGrant } from '../scope-grants'
import { grantsBeyond, isAskedFor, isCoveredWhole } from '../scopes-of-jobs'
import { repositoryClaims } from '../subject-rule'
import { roleNamed } from '../target'
import { claimsWithoutKey, KNOWN_IN_RUN } from '../trust-claims'
import { pinStatements } from '../trust-edit'
import {
  admitSubjects,
  composeTrust,
  evaluateTrust,
  GITHUB_ISSUER_HOST,
  issuerHostOf,
  STS_AUDIENCE,
  type TokenRequest,
  type TrustEdit,
  type TrustTarget,
} from '../trust-policy'
import { conflict, type Draft, type Planning, step, steps, together, unreadPart } from './draft'
import { longestSession } from './role-setting-steps'
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
  const keyless = withoutKey(planning, tokens)
  if (keyless) return together([audiences, keyless])
  if (standing) return together([audiences, trustSteps(planning, standing, tokens, after)])
  if (tokens.length === 0) {
    return conflict(
      `subject of ${observation.facts.repository}`,
      'The repository’s subject template does not name the repository, so there is nothing safe to trust. Add repo to its claims.',
    )
  }
  const create = steps(createRole(planning, targetsOf(planning, tokens), after))
  return together([audiences, create])
}

/** A grant that the role is to make, and the tokens that it is for. */
interface WantedToken {
  grant: ScopeGrant
  requests: Omit<TokenRequest, 'providerArn'>[]
}

/**
 * The exact tokens of the jobs that will take the role, as far as the setup asks for them or the plan itself adds the
 * event, and the setup's other scopes. What a called workflow or the whole owner is trusted for needs no clause of its
 * own.
 */
function tokensOf(planning: Planning): WantedToken[] {
  const { observation, setup } = planning
  const { subject, facts } = observation
  if (!subject.known) return []
  const today = new Set(standingJobs(observation).flatMap(subjectsOf))
  const tests = idTests(facts, setup.byId)
  const presented = takingJobs(planning)
    .filter(({ audience }) => audience === STS_AUDIENCE)
    .flatMap(({ subjects }) => valueOr(subjects, []))
    .filter((one) => one.exact && (isAskedFor(one, setup.scope) || !today.has(one.subject)))
    .filter((one) => !isCoveredWhole(one, setup.scope))
    .map(({ subject: sub, claims, open }) => ({
      grant: { subject: sub, tests, claims: repositoryClaims(facts) },
      requests: [{ claims, open, context: KNOWN_IN_RUN }],
    }))
  const subjects = presented.map(({ grant }) => grant.subject)
  const asked = grantsBeyond(setup, subjects, facts, subject.value)
  return [...presented, ...asked.map((grant) => ({ grant, requests: tokensOfGrant(grant) }))]
}

/** For an issuer besides github.com’s, AWS knows the subject and the audience alone: any other test admits nobody. */
function withoutKey({ account, setup }: Planning, tokens: readonly WantedToken[]): Draft | null {
  const issuer = account ? issuerHostOf(providerArnOf(account)) : null
  const asked = new Set(tokens.flatMap(({ grant }) => Object.keys(grant.tests)))
  const claims = issuer === null ? [] : claimsWithoutKey(issuer, [...asked])
  if (claims.length === 0) return null
  return conflict(
    `trust policy of ${setup.role}`,
    `AWS has no condition key for ${claims.join(' and ')} of https://${issuer}: a trust policy that tests it would admit nobody. Choose branches, tags or environments in place of a called workflow, and leave out the test by ID.`,
  )
}

/** One target for all that is tested alike. */
function targetsOf({ account }: Planning, tokens: readonly WantedToken[]): TrustTarget[] {
  const groups = new Map<string, TrustTarget>()
  for (const { grant } of tokens) {
    const { subject, tests, claims } = grant
    const alike = JSON.stringify([tests, claims])
    const subjects = [...new Set([...(groups.get(alike)?.subjects ?? []), subject])]
    const providerArn = account ? providerArnOf(account) : ''
    groups.set(alike, { ...trustTarget(providerArn), subjects, tests, claims })
  }
  return [...groups.values()]
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
  const { account, setup } = planning
  if (!account) return steps()
  const providerArn = providerArnOf(account)
  const refused = tokens.filter((token) => isRefused(role, providerArn, token))
  const edit = editedTrust(role.trust, planning, targetsOf(planning, refused), targetsOf(planning, tokens))
  if (!edit.ok) return conflict(`trust policy of ${role.arn}`, edit.why)
  if (edit.document === role.trust) return steps()
  const subjects = [...new Set(refused.map(({ grant }) => grant.subject))]
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
        title:
          subjects.length > 0
            ? `Let ${role.name} trust ${subjects.join(' and ')}`
            : `Let ${role.name} test the repository’s IDs`,
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

/** The trust with what is refused admitted, and by ID where the setup asks for it. */
function editedTrust(
  trust: string,
  { setup }: Planning,
  refused: readonly TrustTarget[],
  wanted: readonly TrustTarget[],
): TrustEdit {
  const admitted = refused.reduce<TrustEdit>(
    (edit, target) => (edit.ok ? admitSubjects(edit.document, target) : edit),
    { ok: true, document: trust },
  )
  if (!setup.byId) return admitted
  return wanted.reduce<TrustEdit>(
    (edit, target) => (edit.ok ? pinStatements(edit.document, target) : edit),
    admitted,
  )
}

/** What hangs on a clause that only a run meets is left as its author meant it. */
function isRefused({ trust }: RoleObservation, providerArn: string, { requests }: WantedToken): boolean {
  const parsed = parsePolicy(trust)
  if (!parsed.ok) return true
  return requests.some((request) => {
    const { allowed, certain } = evaluateTrust(parsed.policy, { providerArn, ...request })
    return !allowed && certain
  })
}

function trustTarget(providerArn: string) {
  const issuerHost = issuerHostOf(providerArn) ?? GITHUB_ISSUER_HOST
  return { providerArn, issuerHost, audience: STS_AUDIENCE }
}

function createRole(planning: Planning, targets: TrustTarget[], after: string[]) {
  const { observation, setup, wanted } = planning
  const { repository } = observation.facts
  const trust = composeTrust(...targets)
  const session = longestSession(planning)
  return step(
    {
      kind: 'create-role',
      account: setup.account,
      name: setup.role,
      path: wanted.role.path,
      trust,
      description: `Lets GitHub Actions of ${repository} call Amazon Bedrock. Made by Rolecall.`,
      tags: { 'rolecall:repository': repository, ...setup.tags },
      ...(setup.boundary ? { boundary: setup.boundary } : {}),
      ...(session === null ? {} : { maxSessionDuration: session }),
    },
    {
      link: 'trust',
      title: `Create the role ${setup.role}`,
      target: wanted.role.arn,
      before: null,
      after: trust,
      language: 'json',
      calls: ['iam:CreateRole'],
      needs: ['iam:CreateRole', 'iam:TagRole', ...(setup.boundary ? ['iam:PutRolePermissionsBoundary'] : [])],
      dependsOn: after,
    },
  )
}
