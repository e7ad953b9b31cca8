import type { ParseError } from '../../../shared/domain/observation'
import type { WorkflowJob } from '../../../shared/domain/workflow-types'
import type { WorkflowSourceFile } from './called-workflow'

/** Why GitHub does not start a run at all; the message is what its page shows. */
export class StartupFailure extends Error {
  override readonly name = 'StartupFailure'
}

/** A file that GitHub's parser refuses. */
export function unreadableFile(path: string, errors: ParseError[]): StartupFailure {
  const [first] = errors
  const where = first ? `${path} (Line: ${first.line}, Col: ${first.column}): ${first.message}` : path
  return new StartupFailure(`${invalid(path, first?.line)}\nThe workflow is not valid. ${where}`)
}

/** A called job that asks for a token which its caller may not pass on (field-notes §7 row 11). */
export function nestedTokenRefused(
  root: WorkflowSourceFile,
  callerLine: number,
  called: WorkflowSourceFile,
  nestedJob: string,
): StartupFailure {
  const reference = called.reference.replace('@refs/heads/', '@')
  return new StartupFailure(
    `${invalid(root.path, callerLine)}\n` +
      `The workflow is not valid. ${root.path} (Line: ${callerLine}, Col: 3): Error calling workflow '${reference}'. ` +
      `The nested job '${nestedJob}' is requesting 'id-token: write', but is only allowed 'id-token: none'.`,
  )
}

/** A call of a file that is not there, or that the caller may not read. */
export function calledNotFound(
  root: WorkflowSourceFile,
  source: WorkflowSourceFile,
  job: WorkflowJob,
): StartupFailure {
  return new StartupFailure(
    `${invalid(root.path, job.line)}\nerror parsing called workflow\n"${source.path}"\n` +
      `-> "${job.calls}" : workflow was not found. See https://docs.github.com/actions/learn-github-actions/` +
      'reusing-workflows#access-to-reusable-workflows for more information.',
  )
}

/** A file that exists and cannot be called: it lacks the trigger, or the call lacks an input that it requires. */
export function callRefused(
  root: WorkflowSourceFile,
  called: WorkflowSourceFile,
  job: WorkflowJob,
  why: string,
): StartupFailure {
  return new StartupFailure(
    `${invalid(root.path, job.line)}\nerror parsing called workflow\n"${root.path}"\n-> "${job.calls}" : ${why}` +
      (called.repository === root.repository ? '' : ` (${called.reference})`),
  )
}

function invalid(path: string, line = 1): string {
  return `Invalid workflow file: ${path}#L${line}`
}
