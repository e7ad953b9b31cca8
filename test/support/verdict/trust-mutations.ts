import { type Change, type Mutation, type Place, told, works } from './mutation'

const HOST = 'token.actions.githubusercontent.com'
const key = (claim: string) => `${HOST}:${claim}`
const AUD = { [key('aud')]: 'sts.amazonaws.com' }
const OTHER = 'repo:acme/other:ref:refs/heads/main'
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${HOST}`
const FOREIGN_PROVIDER = `arn:aws:iam::777788889999:oidc-provider/${HOST}`

interface TrustStatement {
  Effect: string
  Principal: unknown
  Action: unknown
  Condition: Record<string, Record<string, string | string[]>>
}

/** Rewrites the one trust statement of a healthy role. */
function trust(change: (statement: TrustStatement, place: Place) => object[]): Change {
  return (place) => {
    const document = JSON.parse(place.role.trust)
    place.role.trust = JSON.stringify({ ...document, Statement: change(document.Statement[0], place) })
  }
}

/** Rewrites its conditions, given the subject that it trusts. */
function when(conditions: (sub: string, place: Place) => TrustStatement['Condition']): Change {
  return trust((statement, place) => {
    const [sub] = Object.values(statement.Condition).flatMap((keys) => keys[key('sub')] ?? [])
    return [{ ...statement, Condition: conditions(sub ?? '', place) }]
  })
}

/** The healthy conditions, and others with them. */
const alsoWhen = (more: (place: Place) => TrustStatement['Condition']) =>
  when((sub, place) => {
    const { StringEquals = {}, ...others } = more(place)
    return { StringEquals: { ...AUD, [key('sub')]: sub, ...StringEquals }, ...others }
  })

const subject = (change: (sub: string) => string | string[], operator = 'StringEquals') =>
  when((sub) =>
    operator === 'StringEquals'
      ? { StringEquals: { ...AUD, [key('sub')]: change(sub) } }
      : { StringEquals: AUD, [operator]: { [key('sub')]: change(sub) } },
  )

const denying = (Condition: (sub: string) => TrustStatement['Condition']) =>
  trust((statement) => {
    const sub = String(statement.Condition.StringEquals?.[key('sub')])
    return [statement, { ...statement, Effect: 'Deny', Condition: Condition(sub) }]
  })

const itself = (sub: string) => sub
const shout = (sub: string) => sub.replace('Mutant', 'MUTANT')
const anyRef = (sub: string) => sub.replace(/:ref.*/, ':*')
const SINCE_IMMUTABLE = '2026-09-03T14:05:00Z'

const refused = told('trust', 'drift')
/** What only a run fills in, such as the actor: the sandbox's runs are of sandbox-admin. */
const open = told('trust', 'unknown')
const openAndWell = told('trust', 'unknown', 'success')

/** What a trust policy may say (IAM user guide: condition operators, policy evaluation; field-notes §1, §2). */
export const TRUST_MUTATIONS: Mutation[] = [
  works('untouched'),
  works('StringLike without a wildcard', subject(itself, 'StringLike')),
  works('StringLike with a wildcard', subject(anyRef, 'StringLike')),
  works(
    'StringLike with ?',
    subject((sub) => sub.replace(/main$/, 'mai?'), 'StringLike'),
  ),
  refused('StringEquals with a wildcard', subject(anyRef)),
  works('StringEqualsIgnoreCase', subject(shout, 'StringEqualsIgnoreCase')),
  refused('StringEquals in other case', subject(shout)),
  works(
    'a key in other case',
    when((sub) => ({ StringEquals: { ...AUD, [`${HOST}:SUB`]: sub } })),
  ),
  works(
    'several subjects',
    subject((sub) => [OTHER, sub]),
  ),
  refused(
    'only another branch',
    subject((sub) => sub.replace(/main$/, 'dev')),
  ),
  refused(
    'only another repository',
    subject(() => OTHER),
  ),
  refused(
    'only pull requests',
    subject((sub) => sub.replace(/ref:.*/, 'pull_request')),
  ),
  works(
    'two operators on one key that both hold',
    alsoWhen(() => ({ StringLike: { [key('sub')]: 'repo:acme/*' } })),
  ),
  refused(
    'two operators on one key of which one fails',
    alsoWhen(() => ({ StringLike: { [key('sub')]: 'repo:globex/*' } })),
  ),
  works(
    'no audience tested',
    when((sub) => ({ StringEquals: { [key('sub')]: sub } })),
  ),
  refused(
    'another audience',
    alsoWhen(() => ({ StringEquals: { [key('aud')]: 'https://github.com/acme' } })),
  ),
  works(
    'the audience, if it exists',
    when((sub) => ({ StringEquals: { [key('sub')]: sub }, StringEqualsIfExists: AUD })),
  ),
  works(
    'not another subject',
    alsoWhen(() => ({ StringNotEquals: { [key('sub')]: OTHER } })),
  ),
  works('ForAnyValue', subject(itself, 'ForAnyValue:StringEquals')),
  refused(
    'ForAllValues that does not match',
    subject(() => OTHER, 'ForAllValues:StringEquals'),
  ),
  works(
    'a claim that AWS has no key for, if it exists',
    alsoWhen(() => ({ StringEqualsIfExists: { [key('repository_owner')]: 'globex' } })),
  ),
  refused(
    'a claim that AWS has no key for',
    alsoWhen(() => ({ StringEquals: { [key('repository_owner')]: 'acme' } })),
  ),
  works(
    'the repository’s ID',
    alsoWhen(({ repository }) => ({ StringEquals: { [key('repository_id')]: String(repository.id) } })),
  ),
  refused(
    'another repository’s ID',
    alsoWhen(() => ({ StringEquals: { [key('repository_id')]: '1' } })),
  ),
  works(
    'no environment, by Null',
    alsoWhen(() => ({ Null: { [key('environment')]: 'true' } })),
  ),
  refused(
    'an environment, by Null',
    alsoWhen(() => ({ Null: { [key('environment')]: 'false' } })),
  ),
  works(
    'the name of the workflow',
    alsoWhen(() => ({ StringEquals: { [key('workflow')]: 'Bedrock' } })),
  ),
  works(
    'the file of the job',
    alsoWhen(({ repository }) => ({
      StringLike: { [key('job_workflow_ref')]: `acme/${repository.name}/*` },
    })),
  ),
  refused(
    'another file',
    alsoWhen(() => ({ StringLike: { [key('job_workflow_ref')]: 'acme/shared/*' } })),
  ),
  openAndWell(
    'this actor',
    alsoWhen(() => ({ StringEquals: { [key('actor')]: 'sandbox-admin' } })),
  ),
  open(
    'another actor',
    alsoWhen(() => ({ StringEquals: { [key('actor')]: 'octocat' } })),
  ),
  open(
    'another actor, if there is one',
    alsoWhen(() => ({ StringEqualsIfExists: { [key('actor')]: 'octocat' } })),
  ),
  open(
    'not this actor',
    alsoWhen(() => ({ StringNotEquals: { [key('actor')]: 'sandbox-admin' } })),
  ),
  open(
    'another actor, ForAllValues',
    alsoWhen(() => ({ 'ForAllValues:StringEquals': { [key('actor')]: 'octocat' } })),
  ),
  open(
    'no actor, by Null',
    alsoWhen(() => ({ Null: { [key('actor')]: 'true' } })),
  ),
  open(
    'a Deny of this actor',
    denying(() => ({ StringEquals: { [key('actor')]: 'sandbox-admin' } })),
  ),
  openAndWell(
    'a Deny of other actors',
    denying(() => ({ StringNotEquals: { [key('actor')]: 'sandbox-admin' } })),
  ),
  open(
    'a Deny by address',
    denying(() => ({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
  ),
  refused(
    'a Deny of this subject',
    denying((sub) => ({ StringEquals: { [key('sub')]: sub } })),
  ),
  works(
    'a Deny of another subject',
    denying(() => ({ StringEquals: { [key('sub')]: OTHER } })),
  ),
  works(
    'a Deny of other organizations',
    denying(() => ({ StringNotLike: { [key('sub')]: 'repo:acme/*' } })),
  ),
  works(
    'sts:*',
    trust((one) => [{ ...one, Action: 'sts:*' }]),
  ),
  refused(
    'only sts:AssumeRole',
    trust((one) => [{ ...one, Action: 'sts:AssumeRole' }]),
  ),
  refused(
    'another account’s provider',
    trust((one) => [{ ...one, Principal: { Federated: FOREIGN_PROVIDER } }]),
  ),
  works(
    'one of several providers',
    trust((one) => [{ ...one, Principal: { Federated: [FOREIGN_PROVIDER, PROVIDER] } }]),
  ),
  works('version 2008', ({ role }) => {
    role.trust = role.trust.replace('2012-10-17', '2008-10-17')
  }),
  works('an immutable subject, by ID', undefined, { createdAt: SINCE_IMMUTABLE }),
  works('IDs left open', undefined, {
    createdAt: SINCE_IMMUTABLE,
    trusts: ({ owner, name }) => `repo:${owner}@*/${name}@*:ref:refs/heads/main`,
  }),
  refused('an immutable subject, by name', undefined, {
    createdAt: SINCE_IMMUTABLE,
    trusts: ({ owner, name }) => `repo:${owner}/${name}:ref:refs/heads/main`,
  }),
  works('a subject template that comes to the same', undefined, { claimKeys: ['repo', 'context'] }),
  refused('a subject template that says more', undefined, {
    claimKeys: ['repo', 'context', 'job_workflow_ref'],
    trusts: ({ prefix }) => `${prefix}:ref:refs/heads/main`,
  }),
]
