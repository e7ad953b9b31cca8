import type { WorkflowFile } from '../../../shared/domain/workflow-types'

/** What happened to which ref; for a pull request the base branch, which its filters test. */
export interface Happening {
  event: string
  /** Branch name without `refs/heads/`, or null for a tag. */
  branch: string | null
  tag: string | null
}

/** Whether an event starts a workflow: it is listed and its ref passes the filters. */
export function isTriggered(file: WorkflowFile, { event, branch, tag }: Happening): boolean {
  return file.triggers.some((trigger) => {
    if (trigger.event !== event) return false
    if (trigger.branches === null && trigger.tags === null) return true
    if (branch !== null) return trigger.branches !== null && passes(trigger.branches, branch)
    return tag !== null && trigger.tags !== null && passes(trigger.tags, tag)
  })
}

/** GitHub's filter rule: the last pattern that matches decides, and `!` turns it round. */
function passes(patterns: string[], name: string): boolean {
  let passed = false
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!')
    if (globMatches(negated ? pattern.slice(1) : pattern, name)) passed = !negated
  }
  return passed
}

/** `*` stops at a slash, `**` does not, `?` and `+` repeat what stands before them (GitHub's filter cheat sheet). */
function globMatches(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.^${}()|\\]/g, '\\$&')
    .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'))
  return new RegExp(`^${source}$`).test(name)
}
