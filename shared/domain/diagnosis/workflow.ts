import { planned } from '../links/found'
import { page, type Row } from './row'

const propose = (says: string) => planned(says, 'propose-workflow', 'merge-pull-request')

/** Rows 11 and 28–30 of field-notes §7: GitHub would not start the workflow. */
export const WORKFLOW_ROWS: readonly Row[] = [
  {
    row: 11,
    cause: 'caller-grants-no-token',
    pattern: /The nested job '(?<job>[^']+)' is requesting 'id-token: write', but is only allowed/,
    title: 'The calling job does not pass the right to a token on',
    says: ({ job }) => `The called job ${job} asks for id-token: write; its caller must have it too.`,
    settledBy: ['workflow.id-token'],
    otherwise: () => propose('Give the calling job `id-token: write`.'),
  },
  {
    row: 28,
    cause: 'unpinned-action',
    pattern: /all actions must be pinned to a full-length commit SHA/,
    title: 'An action is not pinned to a commit',
    says: () => 'The organization or the repository runs only actions that name a full-length commit SHA.',
    settledBy: ['workflow.unpinned'],
    otherwise: (run) => page(run.url, 'See which action in the run'),
  },
  {
    row: 29,
    cause: 'no-dispatch',
    pattern: /Workflow does not have '?workflow_dispatch'? trigger/,
    title: 'The workflow cannot be started by hand',
    says: () => 'The file at that ref has no workflow_dispatch trigger, or is not on the default branch yet.',
    settledBy: ['workflow.dispatch'],
    otherwise: () => propose('Add the trigger.'),
  },
  {
    row: 30,
    cause: 'disabled-by-inactivity',
    pattern: /This scheduled workflow is disabled because there hasn't been activity/,
    title: 'GitHub disabled the workflow',
    says: () => 'A scheduled workflow is switched off after sixty days without activity in the repository.',
    settledBy: ['workflow.disabled'],
    otherwise: () => planned('Enable it.', 'enable-workflow'),
  },
]
