import { planned } from '../../links/found'
import { AUTHOR, type Family, type Probe, type Row, someoneElse, words } from '../row'
import type { Scene } from '../scene'

/** What `configure-aws-credentials` and `claude-code-action` say where GitHub gives them no token. */
const HINT = {
  pattern: words("Did you mean to set the '?id-token"),
  marks: ['Did you mean to set the', 'trying to authenticate with OIDC'],
  texts: [
    'It looks like you might be trying to authenticate with OIDC. Did you mean to set the `id-token` permission? If you are not trying to authenticate with OIDC and the action is working successfully, you can ignore this message.',
  ],
}
const NOTHING_LOADED = {
  pattern: words('Credentials could not be loaded, please check'),
  marks: ['could not be loaded', 'please check', 'check your action inputs'],
  texts: [
    'Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
  ],
}
const NO_URL = {
  pattern: words('Unable to get ACTIONS_ID_TOKEN_REQUEST_|Could not fetch an OIDC tok'),
  marks: ['ACTIONS_ID_TOKEN_REQUEST', 'Unable to get A', 'Could not fetch an', 'an OIDC tok'],
  texts: [
    'Error message: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable',
    'Could not fetch an OIDC token. Did you remember to add `id-token: write` to your workflow permissions?',
  ],
}
type Text = typeof HINT

function ungranted(row: number, text: Text): Row {
  return {
    ...text,
    row,
    cause: 'no-id-token',
    title: 'The job may not ask for a token',
    says: () =>
      'GitHub gives an OIDC token only to a job with `id-token: write`; this one has no such permission.',
    settledBy: ['workflow.id-token'],
    otherwise: () => planned('Give the job `id-token: write`.', 'propose-workflow', 'merge-pull-request'),
    toldBy: 'The permissions of the job are read from the committed file.',
    mend: 'A plan proposes the permission.',
  }
}

/** The token of a fork or of Dependabot can never be more than `read`, whatever the file says. */
function restricted(text: Text): Row {
  return {
    ...text,
    row: 10,
    cause: 'restricted-token',
    title: 'Runs of forks and of Dependabot get no token',
    says: (_, { run }) =>
      `${startedByDependabot(run?.actor) ? 'Dependabot started this run' : 'A fork’s pull request started this run'}: GitHub gives it a read-only token and none of the repository’s secrets. Skip the job for it; pull_request_target would hand the role to untrusted code.`,
    settledBy: [],
    onlySettled: true,
    probe: restrictedRun,
    otherwise: () => someoneElse(AUTHOR, SKIP),
    toldBy: 'The run was started by `dependabot[bot]`, or its commit lies in another repository.',
    mend: 'The author skips the job for such runs. Never `pull_request_target`.',
  }
}

const SKIP =
  "Skip the job with if: github.actor != 'dependabot[bot]' && github.event.pull_request.head.repo.fork == false."

function startedByDependabot(actor: string | null | undefined): boolean {
  return actor === 'dependabot[bot]'
}

function restrictedRun({ run }: Scene): Probe | null {
  if (!run) return null
  const head = run.headRepository
  const foreign = head !== undefined && head !== null && head.toLowerCase() !== run.repository.toLowerCase()
  if (!startedByDependabot(run.actor) && !(foreign && run.event === 'pull_request')) return null
  const source = `run #${run.number}`
  return {
    confidence: 'certain',
    evidence: [
      { label: 'started by', wanted: null, found: run.actor, source, line: null },
      ...(foreign ? [{ label: 'commit of', wanted: run.repository, found: head, source, line: null }] : []),
    ],
  }
}

/** Rows 9, 10 and 12 of field-notes §7: no token to exchange. */
const ID_TOKEN_ROWS: readonly Row[] = [
  restricted(HINT),
  restricted(NOTHING_LOADED),
  restricted(NO_URL),
  ungranted(9, HINT),
  ungranted(12, NO_URL),
]

/** After the row of an absent role, which shares the text: an empty `role-to-assume` ends in it as well. */
const NOTHING_LOADED_ROW: Row = ungranted(9, NOTHING_LOADED)
/** The text of both. */
export const NOTHING_LOADED_TEXT = NOTHING_LOADED

export const FAMILIES: readonly Family[] = [
  { stage: 'token', rows: ID_TOKEN_ROWS },
  { stage: 'no-credentials', rows: [NOTHING_LOADED_ROW] },
]
