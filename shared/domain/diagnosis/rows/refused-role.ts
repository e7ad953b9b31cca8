import { planned } from '../../links/found'
import { predicts } from '../../proof/match'
import type { Diagnosis } from '../diagnosis'
import { type Family, type Probe, type Row, TEST_AGAIN, words } from '../row'
import { ourJobOf, roleOf, type Scene } from '../scene'

/** AWS says the same whichever clause refuses, and where there is no role at all (field-notes §7, "NA"). */
const NOT_AUTHORIZED = {
  pattern: words('Not authorized to perform:? sts:AssumeRoleW'),
  marks: ['Not authorized to', 'sts:AssumeRoleW', 'AssumeRoleWithWebIdentity'],
  texts: ['Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
  undoneBy: /Authenticated as assumedRoleId/,
}

/** One reason why the role's trust refuses a job. */
function refusal(row: number | null, cause: string, settledBy: string[], title: string, says: string): Row {
  return {
    ...NOT_AUTHORIZED,
    row,
    cause,
    title,
    says: () => says,
    settledBy,
    onlySettled: true,
    otherwise: () => planned('Trust the exact subject of this job.', 'update-trust'),
    toldBy: `The subject and audience of this very job, for the run’s event and ref, are held against each statement of the trust policy: \`${settledBy.join('`, `')}\`.`,
    mend: 'A plan edits the trust policy and shows the difference first.',
  }
}

/** Whether a diagnosis is of a role that AWS refused: then CloudTrail tells what the job presented. */
export function isRefusal({ cause }: Pick<Diagnosis, 'cause'>): boolean {
  return REFUSED_ROWS.some((row) => row.cause === cause)
}

/** AWS recorded a subject that nobody predicted: what was concluded from the predicted one does not hold. */
function presentedAnother({ refused }: Scene): Probe | null {
  const subject = refused?.event?.subject
  if (!refused || !subject || refused.predicted.length === 0 || predicts(refused.predicted, subject))
    return null
  return { confidence: 'certain', evidence: refused.evidence.filter(({ label }) => label === 'subject') }
}

/** Milliseconds for which a new or changed role may still be refused (field-notes §7: younger than a minute). */
const YOUNG = 60_000

function youth(scene: Scene): Probe | null {
  const { run, job, premises } = scene
  if (!run || !premises) return null
  const began = Date.parse(job?.startedAt ?? run.createdAt)
  const role = roleOf(scene)
  const ended = Date.parse(job?.completedAt ?? run.updatedAt)
  const born = role ? Date.parse(role.createdAt) : null
  const isYoung = (at: number | null) => at !== null && at <= ended && began - at < YOUNG
  if (!isYoung(born) && !isYoung(premises.changedAt)) return null
  const at = isYoung(born) ? born : premises.changedAt
  const found = at === null ? null : new Date(at).toISOString()
  const source = role ? `IAM role ${role.arn}` : 'what Rolecall changed'
  return {
    confidence: 'likely',
    evidence: [
      {
        label: 'role created or changed',
        wanted: `a minute before ${new Date(began).toISOString()}`,
        found,
        source,
        line: null,
      },
    ],
    repair: TEST_AGAIN,
  }
}

function otherAccount(scene: Scene): Probe | null {
  const ours = ourJobOf(scene)
  const setup = scene.premises?.setup
  if (!ours || !setup || ours.role.kind !== 'value') return null
  const named = /^arn:[\w-]+:iam::(\d{12}):/.exec(ours.role.value)?.[1]
  if (named === undefined || named === setup.account) return null
  return {
    confidence: 'certain',
    evidence: [
      {
        label: 'account',
        wanted: setup.account,
        found: named,
        source: `the role that ${ours.scope.path} names`,
        line: null,
      },
    ],
  }
}

/** The account in the role's ARN is not the one that is meant; shared by the two texts that it leads to. */
export function wrongAccount(text: Pick<Row, 'pattern' | 'marks' | 'texts'>): Row {
  return {
    ...text,
    row: null,
    cause: 'wrong-account',
    title: 'The role’s ARN names another AWS account',
    says: () => 'The job asks another account than the one that the setup means.',
    settledBy: [],
    onlySettled: true,
    probe: otherAccount,
    otherwise: () => planned('Name the role of the account that is meant.', 'set-variable'),
    toldBy: 'The account in the ARN that this job sees differs from the account of the setup.',
    mend: 'A plan sets the variable to the right ARN.',
  }
}

/** Rows 1–5 and 18 of field-notes §7, told apart in the order that its last paragraph gives. */
const REFUSED_ROWS: readonly Row[] = [
  {
    ...NOT_AUTHORIZED,
    row: null,
    cause: 'presented-another-subject',
    title: 'The job presented another subject than the repository’s settings say now',
    says: () =>
      'AWS recorded what the job presented. How GitHub writes this repository’s subjects has changed since: by its settings, its name or its owner.',
    settledBy: [],
    onlySettled: true,
    probe: presentedAnother,
    otherwise: () => TEST_AGAIN,
    toldBy:
      'CloudTrail has the refused attempts of this very job, and their subject is not the predicted one.',
    mend: 'A test run shows what is presented now; its own diagnosis mends the rest.',
  },
  { ...wrongAccount(NOT_AUTHORIZED), undoneBy: NOT_AUTHORIZED.undoneBy },
  refusal(
    1,
    'immutable-subject',
    ['trust.immutable-subject'],
    'The role trusts the old form of this repository’s subject',
    'GitHub presents this repository with its numeric IDs (created, renamed or transferred after 15 July 2026, or opted in), and the role trusts it by name only.',
  ),
  refusal(
    2,
    'environment-subject',
    ['trust.environment'],
    'The job runs in an environment that the role does not trust',
    'A job that names an environment presents `environment:NAME` in place of its branch, and no statement of the trust policy admits that.',
  ),
  refusal(
    3,
    'pull-request-subject',
    ['trust.pull-request'],
    'The role does not trust pull requests',
    'A run of a pull request presents `pull_request` in place of its branch, and no statement of the trust policy admits that. Dispatch it from a branch where pull requests are not meant to call the model.',
  ),
  refusal(
    4,
    'literal-mismatch',
    ['trust.case-mismatch', 'trust.wildcard-under-equals'],
    'The trust policy spells this repository differently',
    'IAM compares subjects letter by letter: upper and lower case differ, and `*` is an ordinary character under StringEquals.',
  ),
  refusal(
    5,
    'audience-or-custom-subject',
    ['trust.audience', 'trust.custom-subject'],
    'The trust policy expects another audience or another form of subject',
    'The token’s audience is sts.amazonaws.com and its subject follows the repository’s own template; the trust policy tests something else.',
  ),
  {
    ...refusal(
      null,
      'role-missing',
      ['trust.role-missing'],
      'The role does not exist, or trusts nobody from GitHub',
      'AWS answers a role that is not there as it answers one that refuses.',
    ),
    otherwise: () => planned('Create the role.', 'create-role', 'put-role-policy'),
    mend: 'A plan creates the role.',
  },
  refusal(
    null,
    'trust-denies',
    ['trust.explicit-deny', 'trust.other-provider'],
    'The trust policy turns this job away',
    'A Deny of the trust policy speaks of this job, or the policy trusts another provider than the account’s.',
  ),
  refusal(
    null,
    'subject-refused',
    ['trust.subject-refused'],
    'No statement of the trust policy admits this job',
    'The subject that this job presents is not among those that the role trusts.',
  ),
  {
    ...NOT_AUTHORIZED,
    row: 18,
    cause: 'role-too-young',
    title: 'AWS had not yet spread the new role',
    says: () =>
      'The trust policy admits this job, and the role was created or changed less than a minute before: AWS takes some seconds to spread it.',
    settledBy: [],
    onlySettled: true,
    probe: youth,
    otherwise: () => TEST_AGAIN,
    toldBy:
      'The trust admits the job, and the role’s creation, or Rolecall’s last change, lies within the minute before the job.',
    mend: 'Another test run.',
  },
  {
    ...NOT_AUTHORIZED,
    row: null,
    cause: 'not-authorized',
    title: 'AWS refused the role to this job',
    says: (_, { chain }) =>
      chain
        ? 'As far as Rolecall could read, nothing in the trust policy refuses this job for certain. The role may have been repaired since, test what only a run fills in (such as the actor), lie in another account, or be closed by an organization policy.'
        : 'AWS words all of these alike: the trust policy does not admit the subject or the audience of this job, or there is no such role in that account. Look at it with its repository to tell which.',
    settledBy: [],
    alone: 'possible',
    otherwise: () => TEST_AGAIN,
    toldBy: 'What is left once everything else was looked at; the evidence names what was found in order.',
    mend: 'Another test run, or the organization’s administrator (a service or resource control policy).',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'role', rows: REFUSED_ROWS }]
