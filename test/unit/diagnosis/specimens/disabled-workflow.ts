import type { Specimen } from '../corpus'

/* GitHub's refusal of a dispatch, as `gh workflow run` prints it. Who disabled the workflow, its state tells. */
export const SPECIMENS: readonly Specimen[] = [
  {
    row: null,
    cause: 'workflow-disabled',
    text: "could not create workflow dispatch event: HTTP 422: Cannot trigger a 'workflow_dispatch' on a disabled workflow (https://api.github.com/repos/acme/web/actions/workflows/1/dispatches)",
    cut: "HTTP 422: Cannot trigger a 'workflow_dispatch' on a disabled workflow (https://api.gi…",
  },
]
