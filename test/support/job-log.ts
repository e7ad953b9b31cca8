/* Logs as GitHub serves them, written here as its runner writes them: stamps, groups, `##[error]`, the end of the job. */

const CYAN = '\u001b[36;1m'
const RESET = '\u001b[0m'

/** Each line with its time, as the API serves a job's log. */
export function stamped(lines: readonly string[]): string {
  return lines
    .map((line, index) => `2026-11-20T12:00:${String(index % 60).padStart(2, '0')}.1234567Z ${line}`)
    .join('\n')
}

/** The beginning of every job. */
export const SET_UP = [
  "Current runner version: '2.337.1'",
  '##[group]GITHUB_TOKEN Permissions',
  'Contents: read',
  'Metadata: read',
  '##[endgroup]',
  'Prepare all required actions',
  'Complete job name: ask',
]

/** The end of every job. */
export const CLEAN_UP = ['Post job cleanup.', 'Cleaning up orphan processes']

/** A step that runs an action or a script: its echo, and what it says. */
export function step(script: string, said: readonly string[]): string[] {
  return [
    `##[group]Run ${script}`,
    `${CYAN}${script}${RESET}`,
    'shell: /usr/bin/bash -e {0}',
    '##[endgroup]',
    ...said,
  ]
}

/** A step that fails with what it says. */
export function failing(
  script: string,
  said: readonly string[],
  end = 'Process completed with exit code 1.',
) {
  return step(script, [...said, `##[error]${end}`])
}

/** A whole job of these steps. */
export function jobLog(...steps: readonly string[][]): string {
  return stamped([...SET_UP, ...steps.flat(), ...CLEAN_UP])
}

/** What `gh run view --log` prints: job and step before each line. */
export function ofGh(job: string, stepName: string, lines: readonly string[]): string {
  return stamped(lines)
    .split('\n')
    .map((line, index) => `${job}\t${stepName}\t${index === 0 ? '\ufeff' : ''}${line}`)
    .join('\n')
}
