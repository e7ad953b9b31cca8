import { planned } from '../../links/found'
import { valueOr } from '../../reading'
import { AUTHOR, type Family, type Probe, pageOfRun, type Row, someoneElse, words } from '../row'
import type { Scene } from '../scene'

const REFUSED = {
  texts: ["Cannot trigger a 'workflow_dispatch' on a disabled workflow"],
  pattern: words("Cannot trigger a '?workflow_dispatch'? on a disabled workflow"),
  marks: ['Cannot trigger a', 'workflow_dispatch', 'on a disabled'],
}

/** GitHub’s refusal does not say who disabled the workflow; its state does. */
function disabledByInactivity({ premises }: Scene): Probe | null {
  const workflows = premises ? valueOr(premises.observation.workflows, []) : []
  const found = workflows.find(({ state }) => state === 'disabled_inactivity')
  return found
    ? {
        confidence: 'certain',
        evidence: [{ label: 'state', wanted: 'active', found: found.state, source: found.path, line: null }],
      }
    : null
}

const propose = (says: string) => planned(says, 'propose-workflow', 'merge-pull-request')

/** Rows 11, 29 and 30 of field-notes §7, and what else keeps GitHub from starting a workflow. */
export const STARTUP_ROWS: readonly Row[] = [
  {
    row: 11,
    cause: 'caller-grants-no-token',
    title: 'The calling job does not pass the right to a token on',
    texts: ["The nested job 'ask' is requesting 'id-token: write', but is only allowed 'id-token: none'."],
    pattern: words("The nested job '(?<job>[^'\"]+)' is requesting '?id-token: write"),
    marks: ['The nested job', 'is requesting', 'id-token: write', 'but is only allowed'],
    says: ({ job }) => `The called job ${job} asks for id-token: write; its caller must have it too.`,
    settledBy: ['workflow.id-token'],
    otherwise: () => propose('Give the calling job `id-token: write`.'),
    toldBy:
      'The run is a startup failure and has no log: the committed files tell. In an annotation the text itself does.',
    mend: 'A plan proposes the permission for the calling job.',
  },
  {
    row: null,
    cause: 'called-workflow-missing',
    title: 'The called workflow cannot be reached',
    texts: [
      'error parsing called workflow ".github/workflows/ask.yml" -> "acme/shared/.github/workflows/ask.yml@v1" : workflow was not found.',
    ],
    pattern: words('-> "?(?<called>[^"\\s]+)"? : workflow was not found'),
    marks: ['workflow was not found', 'error parsing called workflow'],
    says: ({ called }) =>
      `There is no ${called}, or this repository may not read it: a private one shares its workflows only where its Actions settings say so.`,
    settledBy: ['workflow.called'],
    otherwise: () =>
      someoneElse(
        'whoever owns the called workflow',
        'Share it with this repository, or correct the reference.',
      ),
    toldBy: 'The text names the file; whether it exists or is only not shared, GitHub does not tell.',
    mend: 'Whoever owns the called workflow shares it, or the reference is corrected.',
  },
  {
    row: 29,
    cause: 'no-dispatch',
    title: 'The workflow cannot be started by hand',
    texts: ["HTTP 422: Workflow does not have 'workflow_dispatch' trigger"],
    pattern: words("Workflow does not have '?workflow_dispatch"),
    marks: ['Workflow does not have', 'workflow_dispatch'],
    says: () => 'The file at that ref has no workflow_dispatch trigger, or is not on the default branch yet.',
    settledBy: ['workflow.dispatch'],
    otherwise: () => propose('Add the trigger.'),
    toldBy: 'The trigger is looked for in the file on the default branch.',
    mend: 'A plan proposes the trigger.',
  },
  {
    row: 30,
    cause: 'disabled-by-inactivity',
    title: 'GitHub disabled the workflow',
    texts: [
      "This scheduled workflow is disabled because there hasn't been activity in this repository for at least 60 days.",
    ],
    pattern: words('This scheduled workflow is disabled because there'),
    marks: ['This scheduled workflow is disabled', 'been activity in this'],
    says: () => 'A scheduled workflow is switched off after sixty days without activity in the repository.',
    settledBy: ['workflow.disabled'],
    otherwise: () => planned('Enable it.', 'enable-workflow'),
    toldBy: 'The state of the workflow is read: `disabled_inactivity`.',
    mend: 'A plan enables it.',
  },
  {
    ...REFUSED,
    row: 30,
    cause: 'disabled-by-inactivity',
    title: 'GitHub disabled the workflow',
    says: () => 'GitHub starts no run of it: after sixty days without activity it switched the workflow off.',
    settledBy: [],
    onlySettled: true,
    probe: disabledByInactivity,
    otherwise: () => planned('Enable it.', 'enable-workflow'),
    toldBy: 'The state of the workflow is read: `disabled_inactivity`.',
    mend: 'A plan enables it.',
  },
  {
    ...REFUSED,
    row: null,
    cause: 'workflow-disabled',
    title: 'The workflow is disabled',
    says: () => 'Somebody switched the workflow off, or GitHub did in a fork: it starts no run of it.',
    settledBy: ['workflow.disabled'],
    otherwise: () => planned('Enable it.', 'enable-workflow'),
    toldBy: 'GitHub’s refusal of the dispatch; the state of the workflow is read.',
    mend: 'A plan enables it.',
  },
  {
    row: 28,
    cause: 'unpinned-action',
    title: 'An action is not pinned to a commit',
    texts: [
      'The action actions/checkout@v4 is not allowed in acme/web because all actions must be pinned to a full-length commit SHA.',
    ],
    pattern: words('all actions must be pinned to a full-length'),
    marks: ['actions must be pinned', 'full-length commit', 'is not allowed in'],
    says: () => 'The organization or the repository runs only actions that name a full-length commit SHA.',
    settledBy: ['workflow.unpinned'],
    otherwise: (scene) =>
      pageOfRun(scene, 'See which action in the run') ??
      someoneElse(AUTHOR, 'Pin the action to a full-length commit SHA.'),
    toldBy: 'The `uses:` lines of the committed file are looked at; those without a commit are named.',
    mend: 'The author pins the action, or an administrator allows it.',
  },
  {
    row: null,
    cause: 'action-not-allowed',
    title: 'The Actions settings do not allow an action',
    texts: [
      'The action aws-actions/configure-aws-credentials@v6 is not allowed in acme/web because all actions must be from a repository owned by acme.',
    ],
    pattern: words(
      '(?<action>[\\w.-]+/[\\w./-]+(?:@\\S+)?),? is not allowed(?: to be used)? in (?<where>\\S+?)(?: because all actions must be from a repository|\\. Actions in this workflow must be)',
    ),
    marks: ['is not allowed', 'all actions must be from', 'Actions in this workflow must be'],
    says: ({ action, where }) =>
      `The settings of ${where} or of its organization keep ${action} from running.`,
    settledBy: ['workflow.action-blocked', 'workflow.actions'],
    otherwise: () =>
      someoneElse(
        'an administrator of the repository or the organization',
        'Allow the action in Settings → Actions → General.',
      ),
    toldBy: 'The text names the action and the repository whose settings refuse it.',
    mend: 'An administrator allows the action.',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'start', rows: STARTUP_ROWS }]
