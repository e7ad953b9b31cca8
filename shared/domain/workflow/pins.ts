import { PINNED } from '../templates/pieces'
import type { WorkflowFile } from '../workflow-types'

/** What an action's tag stands for: the full-length commit, and the version in which it was published. */
export interface Pin {
  sha: string
  version: string
}

const KNOWN = Object.values(PINNED).map((written) => {
  const [, name = '', sha = '', version = ''] = /^(\S+)@([0-9a-f]{40}) # (v\S+)$/.exec(written) ?? []
  return { name, sha, version }
})

/**
 * The pin of an action whose tag is one of the known (field-notes §4): its version, or the moving tags of its major
 * and minor version. Null for every other, since what a tag means only its repository tells.
 */
export function knownPin(uses: string): Pin | null {
  const [name = '', ref = ''] = uses.split('@')
  const known = KNOWN.find((one) => one.name === name.toLowerCase())
  if (known === undefined || !/^v\d+(?:\.\d+){0,2}$/.test(ref)) return null
  return `${known.version}.`.startsWith(`${ref}.`) ? { sha: known.sha, version: known.version } : null
}

/** Whether a reference can move: it is neither of this repository, nor a container, nor a full-length commit. */
export function isLoose(uses: string): boolean {
  return !uses.startsWith('./') && !uses.startsWith('docker://') && !/@[0-9a-f]{40}$/i.test(uses)
}

/** Every action and called workflow of a file that is no full-length commit, with its 1-based line. */
export function looseUses(file: WorkflowFile): { uses: string; line: number }[] {
  return file.jobs.flatMap((job) => [
    ...job.steps.flatMap(({ uses, lines, line }) =>
      uses !== null && isLoose(uses) ? { uses, line: lines.uses ?? line } : [],
    ),
    ...(job.calls !== null && isLoose(job.calls)
      ? [{ uses: job.calls, line: job.lines.uses ?? job.line }]
      : []),
  ])
}
