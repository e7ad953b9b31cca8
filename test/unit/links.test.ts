import { describe, expect, it } from 'vitest'
import { observeChain } from '../../shared/domain/chain'
import { AI_IMPLEMENT, AWS_VARIABLES } from '../../shared/domain/convention'
import type { Finding, LinkName } from '../../shared/domain/finding'
import { AccountId, ModelId, Region } from '../../shared/domain/ids'
import { checkKind } from '../../shared/domain/links/check-scope'
import type { RepositoryObservation, RoleObservation } from '../../shared/domain/observation'
import type { ChainContext } from '../../shared/domain/picture'
import { known } from '../../shared/domain/reading'
import {
  ACCOUNT,
  account,
  CLASSIC,
  context,
  DESTINATIONS,
  IMMUTABLE,
  IMMUTABLE_SETTINGS,
  PROVIDER_ARN,
  permissionsFor,
  REGION,
  ROLE_ARN,
  readsVariable,
  regionModels,
  repository,
  role,
  runSummary,
  setup,
  trustOf,
  VARIABLES,
  variable,
  WORKFLOW,
  workflow,
  workflowText,
} from '../support/observations'

/** The findings of one link that are not ok. */
function wrong(link: LinkName, spoiled: Partial<ChainContext>): Finding[] {
  const chain = observeChain({ ...context(), ...spoiled })
  return chain.links[link].findings.filter(({ status }) => status !== 'ok')
}

const repo = (over: Partial<RepositoryObservation>) => ({ observation: repository(over) })
const withRole = (over: Partial<RoleObservation>) => ({ account: account({ roles: known([role(over)]) }) })
const withText = (text: string) => repo({ workflows: known([workflow(text)]) })
const repairsBy = (finding: Finding | undefined) =>
  finding?.repair?.kind === 'plan' ? finding.repair.steps : finding?.repair?.kind

describe('provider', () => {
  it('is missing in an account that does not know GitHub', () => {
    const [finding, ...others] = wrong('provider', { account: account({ provider: known(null) }) })
    expect(others).toEqual([])
    expect(finding).toMatchObject({ status: 'missing', breaks: true })
    expect(repairsBy(finding)).toEqual(['create-provider'])
  })

  it('drifts when it does not accept the audience of GitHub’s tokens', () => {
    const provider = known({
      arn: PROVIDER_ARN,
      url: 'token.actions.githubusercontent.com',
      clientIds: ['https://github.com/acme'],
    })
    const [finding] = wrong('provider', { account: account({ provider }) })
    expect(finding).toMatchObject({
      status: 'drift',
      breaks: true,
      evidence: [{ wanted: 'sts.amazonaws.com', found: 'https://github.com/acme' }],
    })
    expect(repairsBy(finding)).toEqual(['add-audience'])
  })

  it('is looked for in the account of the role ARN in effect, not of another that is connected', () => {
    const elsewhere = 'arn:aws:iam::999988887777:role/web-bedrock'
    const [finding] = wrong(
      'provider',
      repo({ variables: known([variable('AWS_ROLE_ARN', elsewhere), ...VARIABLES.slice(1)]) }),
    )
    expect(finding).toMatchObject({
      status: 'unknown',
      says: expect.stringContaining('999988887777'),
      repair: { kind: 'recover', failure: { recovery: { kind: 'connect-aws' } } },
    })
  })
})

describe('trust', () => {
  /** The cause, and the clause that refuses with what it should admit and what it does. */
  const refusal = (spoiled: Partial<ChainContext>) => {
    const [finding] = wrong('trust', spoiled)
    return { finding, cause: finding ? checkKind(finding) : null, clause: finding?.evidence[1] }
  }

  it('tells a classic trust of a repository that presents its IDs', () => {
    const { finding, cause, clause } = refusal(repo({ subject: known(IMMUTABLE_SETTINGS) }))
    expect(cause).toBe('trust.immutable-subject')
    expect(finding).toMatchObject({ status: 'drift', breaks: true })
    expect(clause).toEqual({
      label: 'statement 1: StringEquals token.actions.githubusercontent.com:sub',
      wanted: IMMUTABLE,
      found: CLASSIC,
      source: `trust policy of ${ROLE_ARN}`,
      line: null,
    })
    expect(repairsBy(finding)).toEqual(['update-trust'])
  })

  it.each([
    ['trust.case-mismatch', trustOf('repo:Acme/Web:ref:refs/heads/main'), workflowText()],
    ['trust.wildcard-under-equals', trustOf('repo:acme/web:*'), workflowText()],
    ['trust.environment', trustOf(CLASSIC), workflowText({ environment: 'production' })],
    ['trust.audience', trustOf(CLASSIC, 'StringEquals', 'https://github.com/acme'), workflowText()],
    ['trust.subject-refused', trustOf('repo:acme/web:ref:refs/heads/release'), workflowText()],
    ['trust.subject-refused', trustOf('repo:acme/other:ref:refs/heads/main'), workflowText()],
  ])('tells %s', (cause, trust, text) => {
    const spoiled = { ...withRole({ trust }), ...withText(text) }
    expect(refusal(spoiled)).toMatchObject({ cause, finding: { breaks: true, status: 'drift' } })
  })

  it('judges each event of a job by itself: a pull request is refused where the branch is admitted', () => {
    const text = workflowText({ on: ['workflow_dispatch', 'pull_request'] })
    const findings = wrong('trust', withText(text))
    expect(findings.map(({ check }) => check)).toEqual([`trust.pull-request@${WORKFLOW}#ask/pull_request`])
  })

  it('tells of events that present one token once, and names them', () => {
    const text = workflowText({ on: ['workflow_dispatch', 'issues', 'pull_request'] })
    const findings = wrong('trust', { ...withText(text), ...withRole({ trust: trustOf('repo:acme/web:x') }) })
    expect(findings.map(({ check }) => check)).toEqual([
      `trust.subject-refused@${WORKFLOW}#ask/workflow_dispatch,issues`,
      `trust.pull-request@${WORKFLOW}#ask/pull_request`,
    ])
    expect(findings[0]?.evidence[0]?.source).toBe(`${WORKFLOW} on workflow_dispatch, issues`)
  })

  it('judges every branch and tag that a push filter names', () => {
    const text = workflowText({ on: ['push:\n    branches: [main, dev, "x/*"]\n    tags: [v1]\n  issues'] })
    expect(wrong('trust', withText(text)).map(({ check, status }) => [check, status])).toEqual([
      [`trust.subject-refused@${WORKFLOW}#ask/push`, 'drift'],
      [`trust.known-in-run.2@${WORKFLOW}#ask/push`, 'unknown'],
      [`trust.subject-refused.3@${WORKFLOW}#ask/push`, 'drift'],
    ])
  })

  it('does not vouch for pushes to any branch where the role trusts one', () => {
    const text = workflowText({ on: ['push'] })
    expect(wrong('trust', withText(text))).toMatchObject([{ status: 'unknown', breaks: false }])
    const trust = trustOf('repo:acme/web:*', 'StringLike')
    expect(wrong('trust', { ...withText(text), ...withRole({ trust }) })).toEqual([])
  })

  it.each([
    ["github.event_name != 'pull_request'", []],
    ["github.ref == 'refs/heads/main'", ['trust.pull-request']],
    ["github.event_name == 'workflow_dispatch' && vars.ON == 'yes'", ['trust.no-event']],
    ['github.event.pull_request.head.repo.fork == false', ['trust.pull-request']],
  ])('leaves out the events that the job’s own if skips: %s', (condition, causes) => {
    const text = workflowText({ on: ['workflow_dispatch', 'pull_request'] })
    const findings = wrong(
      'trust',
      withText(text.replace('    runs-on', `    if: ${condition}\n    runs-on`)),
    )
    expect(findings.map(checkKind)).toEqual(causes)
  })

  it('does not blame a Deny that may not apply for what another clause refuses', () => {
    const trust = JSON.parse(trustOf('repo:acme/web:ref:refs/heads/release'))
    const actor = { StringEquals: { 'token.actions.githubusercontent.com:actor': 'octocat' } }
    trust.Statement.push({ ...trust.Statement[0], Sid: 'No', Effect: 'Deny', Condition: actor })
    const { cause, finding } = refusal(withRole({ trust: JSON.stringify(trust) }))
    expect(cause).toBe('trust.subject-refused')
    expect(repairsBy(finding)).toEqual(['update-trust'])
  })

  it('names a subject template of the repository’s own as the cause', () => {
    const subject = known({ useDefault: false, claimKeys: ['repository_id'], immutable: false, prefix: null })
    expect(refusal(repo({ subject })).cause).toBe('trust.custom-subject')
  })

  it('takes a job that fits a scope for the scope, where a claim is known only in a run', () => {
    const subject = known({
      useDefault: false,
      claimKeys: ['repo', 'context', 'workflow'],
      immutable: false,
      prefix: null,
    })
    const trust = trustOf(`${CLASSIC}:workflow:Ask`)
    expect(wrong('trust', { ...repo({ subject }), ...withRole({ trust }) })).toEqual([])
    const any = setup({ scope: [{ kind: 'any' }] })
    expect(wrong('trust', { ...repo({ subject }), ...withRole({ trust }), setup: any })).toMatchObject([
      { status: 'drift', breaks: false },
    ])
  })

  it('is unknown where an organization’s template decides and was not read', () => {
    const subject = known({ useDefault: false, claimKeys: [], immutable: false, prefix: null })
    expect(refusal(repo({ subject })).finding).toMatchObject({ status: 'unknown', breaks: false })
  })

  it('is unknown where only the run knows the environment, unless every one is admitted', () => {
    const text = workflowText({ environment: `\${{ github.ref_name }}` })
    expect(refusal(withText(text)).finding).toMatchObject({ status: 'unknown', breaks: false })
    const wide = { ...withText(text), ...withRole({ trust: trustOf('repo:acme/web:*', 'StringLike') }) }
    expect(wrong('trust', wide)).toEqual([])
  })

  it('is unknown where a clause tests a claim that only the run fills in', () => {
    const trust = trustOf(CLASSIC).replace(
      '"StringEquals":{',
      '"StringEquals":{"token.actions.githubusercontent.com:actor":"octocat",',
    )
    expect(refusal(withRole({ trust })).finding).toMatchObject({ status: 'unknown', breaks: false })
  })

  it('says that the role is missing, and that there is nothing to allow, with one repair', () => {
    const spoiled = { account: account({ roles: known([]) }) }
    expect(refusal(spoiled)).toMatchObject({
      cause: 'trust.role-missing',
      finding: { status: 'missing', breaks: true },
    })
    expect(wrong('permissions', spoiled)[0]).toMatchObject({ status: 'missing', breaks: true })
    expect(repairsBy(refusal(spoiled).finding)).toEqual(['create-role', 'put-role-policy'])
  })

  it('knows a role of the same name under another path for another role', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/ci/web-bedrock`
    const { finding } = refusal(withRole({ arn, path: '/ci/' }))
    expect(finding).toMatchObject({ status: 'missing', evidence: [{ wanted: ROLE_ARN, found: arn }] })
    expect(repairsBy(finding)).toEqual(['set-variable'])
  })

  it('notes a weakness without breaking, and counts it as drift only where anybody gets in', () => {
    const seeds = observeChain({
      ...context(),
      ...withRole({ trust: trustOf('repo:acme/web:*', 'StringLike') }),
    })
    const anyRef = seeds.links.trust.findings.find(({ check }) => check.startsWith('trust.lint-any-ref'))
    expect(anyRef).toMatchObject({ status: 'ok', lint: 'medium', breaks: false })
    expect(seeds.links.trust.status).toBe('ok')
    const anybody = observeChain({ ...context(), ...withRole({ trust: trustOf('repo:ac*', 'StringLike') }) })
    expect(anybody.links.trust).toMatchObject({ status: 'drift', breaks: false })
  })

  it('measures the setup’s scope where no job stands yet', () => {
    const scope = [{ kind: 'environment' as const, name: 'production' }]
    const [finding] = wrong('trust', { ...repo({ workflows: known([]) }), setup: setup({ scope }) })
    expect(finding).toMatchObject({
      status: 'drift',
      breaks: true,
      evidence: [{ wanted: 'repo:acme/web:environment:production' }],
    })
  })
})

describe('permissions', () => {
  const refused = (spoiled: Partial<ChainContext>) => wrong('permissions', spoiled)[0]

  it('names each destination of the profile that the policy leaves out', () => {
    const document = permissionsFor(DESTINATIONS.slice(0, 1))
    const finding = refused(withRole({ inlinePolicies: [{ name: 'bedrock', arn: null, document }] }))
    expect(finding).toMatchObject({ status: 'drift', breaks: true })
    expect(finding?.evidence.map(({ label }) => label)).toEqual([
      'bedrock:InvokeModel on arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-6',
      'bedrock:InvokeModel on arn:aws:bedrock:eu-west-3::foundation-model/anthropic.claude-sonnet-4-6',
      'bedrock:InvokeModelWithResponseStream on arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-6',
      'bedrock:InvokeModelWithResponseStream on arn:aws:bedrock:eu-west-3::foundation-model/anthropic.claude-sonnet-4-6',
    ])
    expect(repairsBy(finding)).toEqual(['put-role-policy'])
  })

  it('counts an attached policy as well as an inline one', () => {
    const attachedPolicies = [
      { name: 'Bedrock', arn: 'arn:aws:iam::aws:policy/Bedrock', document: permissionsFor(DESTINATIONS) },
    ]
    expect(refused(withRole({ inlinePolicies: [], attachedPolicies }))).toBeUndefined()
  })

  it.each([
    [
      'a policy could not be read',
      { attachedPolicies: [{ name: 'Unseen', arn: 'arn:aws:iam::aws:policy/Unseen', document: null }] },
    ],
    ['a boundary was not read', { boundaryArn: 'arn:aws:iam::aws:policy/Boundary' }],
    ['a policy is not valid', { inlinePolicies: [{ name: 'broken', arn: null, document: '{' }] }],
  ])('is unknown when %s', (_, over) => {
    expect(refused(withRole(over))).toMatchObject({ status: 'unknown', breaks: false })
  })

  it('leaves a Deny to whoever owns the role', () => {
    const deny = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' },
    })
    const inlinePolicies = [...role().inlinePolicies, { name: 'closed', arn: null, document: deny }]
    const finding = refused(withRole({ inlinePolicies }))
    expect(finding).toMatchObject({ breaks: true, repair: { kind: 'someone-else' } })
    expect(finding?.evidence[0]?.found).toContain('closed')
  })
})

describe('model access', () => {
  const inRegion = (models: ReturnType<typeof regionModels>) => ({
    account: account({ regions: [{ region: REGION, models: known(models) }] }),
  })
  const calling = (model: string) =>
    repo({ variables: known([...VARIABLES.slice(0, 2), variable('BEDROCK_MODEL_ID', model)]) })

  it('suggests the prefix that suits the region, and measures permissions by it', () => {
    const spoiled = calling('us.anthropic.claude-sonnet-4-6')
    const [finding] = wrong('modelAccess', spoiled)
    expect(finding).toMatchObject({
      status: 'drift',
      breaks: true,
      evidence: [{ wanted: 'eu.anthropic.claude-sonnet-4-6', found: 'us.anthropic.claude-sonnet-4-6' }],
    })
    expect(repairsBy(finding)).toEqual(['set-variable'])
    expect(wrong('permissions', spoiled)).toEqual([])
    const unallowed = { ...spoiled, ...withRole({ inlinePolicies: [] }) }
    expect(wrong('permissions', unallowed)[0]).toMatchObject({ status: 'drift', breaks: false })
    expect(observeChain({ ...context(), ...unallowed }).headline?.link).toBe('modelAccess')
  })

  it('tells a model that is called only through a profile', () => {
    const [finding] = wrong('modelAccess', calling('anthropic.claude-sonnet-4-6'))
    expect(finding).toMatchObject({ breaks: true, evidence: [{ wanted: 'eu.anthropic.claude-sonnet-4-6' }] })
    expect(finding && checkKind(finding)).toBe('modelAccess.needs-profile')
  })

  it('is missing where the region has no such model', () => {
    const [finding] = wrong('modelAccess', calling('cohere.command-r-v9:0'))
    expect(finding).toMatchObject({ status: 'missing', breaks: true, repair: { kind: 'open-page' } })
  })

  it('asks for Anthropic’s form once, and for nothing that follows from it', () => {
    const closed = regionModels({ availability: { agreement: 'NOT_AVAILABLE', authorized: false } })
    const findings = wrong('modelAccess', {
      account: account({
        useCaseForm: known('missing'),
        regions: [{ region: REGION, models: known(closed) }],
      }),
    })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ status: 'missing', breaks: true })
    expect(repairsBy(findings[0])).toEqual(['submit-use-case-form'])
  })

  const manager = {
    kind: 'member',
    organization: 'o-1',
    managementAccount: AccountId.parse('999988887777'),
  } as const
  it.each([
    ['in no organization', { kind: 'none' }, 'missing', /was not submitted for the account \d+\.$/, 'plan'],
    ['covered by it', { ...manager, form: 'submitted' }, 'ok', /which covers this account/, null],
    [
      'missing there, too',
      { ...manager, form: 'missing' },
      'missing',
      /management account \d+ either/,
      'plan',
    ],
    [
      'managed by an account that is not connected',
      { ...manager, form: 'unconnected' },
      'unknown',
      /Connect a profile of that account/,
      'recover',
    ],
    [
      'managed by one that tells nothing',
      { ...manager, form: 'unread' },
      'unknown',
      /could not be read/,
      'recover',
    ],
    [
      'of an organization that may not be seen',
      { kind: 'unseen' },
      'unknown',
      /may not see the organization/,
      'recover',
    ],
  ] as const)(
    'the form that the account has not submitted is, %s',
    (_where, formCoverage, status, says, repair) => {
      const spoiled = { account: account({ useCaseForm: known('missing'), formCoverage }) }
      const { findings } = observeChain({ ...context(), ...spoiled }).links.modelAccess
      const form = findings.find((each) => checkKind(each) === 'modelAccess.use-case-form')
      expect(form).toMatchObject({ status, breaks: status === 'missing', says: expect.stringMatching(says) })
      expect(form?.repair?.kind ?? null).toBe(repair)
    },
  )

  it.each([
    ['missing', { agreement: 'NOT_AVAILABLE' }],
    ['blocked', { agreement: 'PENDING' }],
    ['blocked', { authorized: false }],
    ['blocked', { entitled: false }],
    ['blocked', { inRegion: false }],
  ])('is %s with %o', (status, availability) => {
    expect(wrong('modelAccess', inRegion(regionModels({ availability })))[0]).toMatchObject({
      status,
      breaks: true,
    })
  })

  it('is unknown where AWS cannot say, or was not asked', () => {
    const unsaid = inRegion(regionModels({ availability: { agreement: 'ERROR' } }))
    const unasked = inRegion({ ...regionModels(), availability: [] })
    for (const spoiled of [unsaid, unasked]) {
      expect(wrong('modelAccess', spoiled)[0]).toMatchObject({ status: 'unknown', breaks: false })
    }
  })

  it('counts the days of a legacy model, and breaks only at the end of its life', () => {
    const legacy = (endOfLifeAt: string) =>
      inRegion(regionModels({ model: { lifecycle: 'LEGACY', endOfLifeAt } }))
    const [soon] = wrong('modelAccess', legacy('2026-11-30T12:00:00Z'))
    expect(soon).toMatchObject({
      status: 'drift',
      breaks: false,
      says: expect.stringContaining('ends in 10 days'),
    })
    const [over] = wrong('modelAccess', legacy('2026-11-20T00:00:00Z'))
    expect(over).toMatchObject({ status: 'drift', breaks: true })
  })
})

describe('variables', () => {
  it('tells a name that exists only in an environment which the job does not name', () => {
    const variables = known([
      ...VARIABLES.slice(0, 1),
      variable('AWS_REGION', REGION, 'production'),
      ...VARIABLES.slice(2),
    ])
    const [finding] = wrong('variables', repo({ variables }))
    expect(finding).toMatchObject({
      check: `variables.region@${WORKFLOW}#ask`,
      status: 'missing',
      breaks: true,
      evidence: [{ wanted: 'eu-west-2', found: 'environment production' }],
    })
    expect(repairsBy(finding)).toEqual(['set-variable'])
  })

  it('sees it once the job names that environment', () => {
    const variables = known(VARIABLES.map(({ name, value }) => variable(name, value, 'production')))
    const spoiled = repo({
      variables,
      workflows: known([workflow(workflowText({ environment: 'production' }))]),
    })
    expect(wrong('variables', spoiled)).toEqual([])
  })

  it('tells an organization variable that is empty here', () => {
    const empty = { name: 'AWS_ROLE_ARN', value: '', scope: { kind: 'organization' as const } }
    const [finding] = wrong('variables', repo({ variables: known([empty, ...VARIABLES.slice(1)]) }))
    expect(finding).toMatchObject({
      status: 'missing',
      breaks: true,
      evidence: [{ found: 'organization (empty)' }],
    })
  })

  it.each([
    ['role', 'AWS_ROLE_ARN', 'arn:aws:iam::1111:role/x'],
    ['region', 'AWS_REGION', 'Ireland'],
    ['model', 'BEDROCK_MODEL_ID', 'claude sonnet'],
  ])('breaks on a malformed %s', (setting, name, value) => {
    const variables = known([...VARIABLES.filter((one) => one.name !== name), variable(name, value)])
    const findings = wrong('variables', repo({ variables }))
    expect(findings[0]).toMatchObject({
      check: `variables.${setting}@${WORKFLOW}#ask`,
      status: 'drift',
      breaks: true,
    })
  })

  it('shows, without breaking, what differs from the setup', () => {
    const [finding] = wrong('variables', { setup: setup({ region: Region.parse('eu-west-1') }) })
    expect(finding).toMatchObject({
      status: 'drift',
      breaks: false,
      evidence: [{ wanted: 'eu-west-1', found: 'eu-west-2' }],
    })
  })

  it('shows static keys that were left behind, and that they can be removed on request', () => {
    const secrets = known([
      { name: 'AWS_SECRET_ACCESS_KEY', scope: { kind: 'repository' as const }, updatedAt: null },
    ])
    expect(wrong('variables', repo({ secrets }))[0]).toMatchObject({
      status: 'drift',
      breaks: false,
      lint: 'low',
      repair: { kind: 'remove-keys' },
    })
  })

  describe('a role that is kept in a secret', () => {
    const text = workflowText({ role: `\${{ secrets.AWS_BEDROCK_ROLE_ARN }}` })
    const held = (updatedAt: string, over: Partial<RepositoryObservation> = {}) => ({
      ...repo({
        workflows: known([workflow(text)]),
        secrets: known([{ name: 'AWS_BEDROCK_ROLE_ARN', scope: { kind: 'repository' as const }, updatedAt }]),
        ...over,
      }),
    })

    it('is proven by a run that succeeded after it was set', () => {
      expect(wrong('variables', held('2026-11-18T00:00:00Z'))).toEqual([])
    })

    it('is unknown when it was set after the last run that succeeded', () => {
      const [finding] = wrong('variables', held('2026-11-20T00:00:00Z'))
      expect(finding).toMatchObject({ status: 'unknown', breaks: false, repair: { kind: 'test-run' } })
    })

    it('is missing where the secret is', () => {
      const [finding] = wrong('variables', held('2026-11-18T00:00:00Z', { secrets: known([]) }))
      expect(finding).toMatchObject({ status: 'missing', breaks: true })
      expect(repairsBy(finding)).toEqual(['set-secret'])
    })
  })

  it('wants the constants of a convention that a workflow reads: runs fall back in silence without them', () => {
    const convention = { ...AI_IMPLEMENT, role: AWS_VARIABLES.role, region: AWS_VARIABLES.region }
    const reading = workflow(`on: push # ${readsVariable('AI_IMPLEMENT_PROVIDER')}`, {
      path: '.github/workflows/gap.yml',
    })
    const workflows = known([workflow(), reading])
    expect(wrong('variables', { ...repo({ workflows }), setup: setup({ convention }) })[0]).toMatchObject({
      status: 'missing',
      breaks: false,
      evidence: [{ label: 'AI_IMPLEMENT_PROVIDER', wanted: 'bedrock' }],
    })
    expect(wrong('variables', { setup: setup({ convention }) })).toEqual([])
  })

  it('notices another name that the job reads in vain, unless it may be empty', () => {
    const reading = (expression: string) =>
      withText(
        workflowText().replace('        env:', `        env:\n          PROMPT: \${{ ${expression} }}`),
      )
    expect(wrong('variables', reading('vars.PROMPT'))[0]).toMatchObject({ status: 'missing', breaks: false })
    expect(wrong('variables', reading("vars.PROMPT || 'Hello'"))).toEqual([])
  })
})

describe('workflow', () => {
  it('breaks without id-token: write, at the line of the permissions', () => {
    const [finding] = wrong('workflow', withText(workflowText({ idToken: false })))
    expect(finding).toMatchObject({
      status: 'drift',
      breaks: true,
      evidence: [{ wanted: 'write', found: 'none', line: 8 }],
    })
    expect(repairsBy(finding)).toEqual(['propose-workflow', 'merge-pull-request'])
  })

  it('drifts without breaking when no test run can be started', () => {
    const findings = wrong('workflow', withText(workflowText({ on: ['push'] })))
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ check: 'workflow.dispatch', status: 'drift', breaks: false })
  })

  it('is blocked while GitHub has disabled it', () => {
    const [finding] = wrong(
      'workflow',
      repo({ workflows: known([workflow(workflowText(), { state: 'disabled_inactivity' })]) }),
    )
    expect(finding).toMatchObject({ status: 'blocked', breaks: true })
    expect(repairsBy(finding)).toEqual(['enable-workflow'])
  })

  it('is unknown while GitHub has not said whether it is enabled', () => {
    const [finding] = wrong(
      'workflow',
      repo({ workflows: known([workflow(workflowText(), { state: 'unknown' })]) }),
    )
    expect(finding).toMatchObject({ status: 'unknown', breaks: false })
  })

  it('breaks on a file of ours that does not parse, and ignores another’s', () => {
    const broken = workflow('on: [push\njobs: # configure-aws-credentials for bedrock')
    const theirs = workflow('on: [push\njobs:', { path: '.github/workflows/lint.yml' })
    expect(wrong('workflow', repo({ workflows: known([broken]) }))[0]).toMatchObject({
      status: 'drift',
      breaks: true,
    })
    expect(wrong('workflow', repo({ workflows: known([workflow(), theirs]) }))).toEqual([])
  })

  it('is missing where no workflow calls Bedrock, and names an open proposal', () => {
    const proposals = known([
      { number: 12, branch: 'rolecall/setup', url: 'https://github.com/acme/web/pull/12', mergeable: true },
    ])
    const [finding] = wrong('workflow', repo({ workflows: known([]), proposals }))
    expect(finding).toMatchObject({ status: 'missing', breaks: true, says: expect.stringContaining('#12') })
  })

  it('notes an action that is not pinned, as a weakness', () => {
    const text = workflowText().replace(/@[0-9a-f]{40}/, '@v6')
    const chain = observeChain({ ...context(), ...withText(text) })
    expect(chain.state).toBe('working')
    expect(chain.links.workflow.findings.find(({ lint }) => lint === 'low')?.evidence[0]).toMatchObject({
      line: 11,
    })
  })
})

it('a workflow that is only called is judged at its callers', () => {
  const text = workflowText({ on: ['workflow_call'] })
  const observation = repository({ workflows: known([workflow(text)]), variables: known([]) })
  const chain = observeChain({ ...context({ observation, account: null }), setup: null })
  expect(chain.state).toBe('not-set-up')
  expect(chain.headline).toMatchObject({
    link: 'lastRun',
    says: 'The workflows of ours here are only called: their callers are judged instead.',
    repair: null,
  })
  // Variables that happen to stand there make no setup of it.
  const standing = repository({ workflows: known([workflow(text)]) })
  expect(observeChain(context({ observation: standing, account: account({ roles: known([]) }) })).state).toBe(
    'not-set-up',
  )
})

describe('last run', () => {
  const ran = (...runs: Parameters<typeof runSummary>[0][]) =>
    repo({
      runs: known(runs.map((over, index) => runSummary({ id: index + 1, number: index + 1, ...over }))),
    })

  it('keeps the verdict of the last completed run while another is in progress', () => {
    const running = { status: 'in_progress' as const, conclusion: null, createdAt: '2026-11-20T11:00:00Z' }
    expect(wrong('lastRun', ran({}, running))).toEqual([])
  })

  it('passes over runs that prove nothing', () => {
    const cancelled = { conclusion: 'cancelled' as const, createdAt: '2026-11-20T11:00:00Z' }
    expect(wrong('lastRun', ran({ conclusion: 'failure' }, cancelled))[0]).toMatchObject({ breaks: true })
    expect(wrong('lastRun', ran(cancelled))[0]).toMatchObject({ status: 'missing', breaks: false })
  })

  it('does not hide one workflow’s failure behind another’s success', () => {
    const other = '.github/workflows/other.yml'
    const findings = wrong('lastRun', {
      observation: repository({
        workflows: known([workflow(), workflow(workflowText(), { path: other })]),
        runs: known([
          runSummary({ conclusion: 'failure', createdAt: '2026-11-01T00:00:00Z' }),
          runSummary({ workflowPath: other }),
        ]),
      }),
    })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ status: 'drift', breaks: true })
  })

  it.each(['failure', 'success'] as const)(
    'a %s from before Rolecall’s change proves nothing of what stands now, and a test run is offered',
    (conclusion) => {
      const changedAt = Date.parse('2026-11-20T10:30:40.500Z')
      const before = ran({ conclusion, createdAt: '2026-11-20T10:30:39Z' })
      const [finding, ...others] = wrong('lastRun', { ...before, changedAt })
      expect(others).toEqual([])
      expect(finding).toMatchObject({
        status: 'missing',
        breaks: false,
        says: expect.stringMatching(
          /#1, is from before Rolecall’s change of 2026-11-20 10:30 UTC\. A test run/,
        ),
        evidence: [
          { wanted: 'success', found: conclusion },
          { wanted: 'after 2026-11-20T10:30:40.500Z', found: '2026-11-20T10:30:39Z' },
        ],
        repair: { kind: 'test-run' },
      })
      expect(observeChain({ ...context(), ...before, changedAt }).state).toBe('unproven')
    },
  )

  it('a run that began since the change counts, also within the second that GitHub tells', () => {
    const changedAt = Date.parse('2026-11-20T10:30:40.500Z')
    const since = { createdAt: '2026-11-20T10:30:40Z' }
    expect(wrong('lastRun', { ...ran(since), changedAt })).toEqual([])
    expect(wrong('lastRun', { ...ran({ ...since, conclusion: 'failure' }), changedAt })).toMatchObject([
      { status: 'drift', breaks: true },
    ])
  })

  it('counts a failed start among the failures, and leaves others’ workflows out', () => {
    expect(wrong('lastRun', ran({ conclusion: 'startup_failure' }))[0]).toMatchObject({ breaks: true })
    expect(
      wrong('lastRun', ran({}, { workflowPath: '.github/workflows/lint.yml', conclusion: 'failure' })),
    ).toEqual([])
  })
})

it('a model that the setup names in a wrong form is measured by the one that suits', () => {
  const chain = observeChain(
    context({ setup: setup({ model: ModelId.parse('us.anthropic.claude-sonnet-4-6') }) }),
  )
  expect(chain.state).toBe('working')
})
