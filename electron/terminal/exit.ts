import { getSystemErrorMap } from 'node:util'
import { ORPCError } from '@orpc/client'
import { ExpectedFailure, Failure, failure } from '../../shared/domain/failure'

/**
 * What a verb's exit code says. `bad`: it was done, and the answer is not good (a run failed, a step was refused,
 * a form is missing). `unanswered`: it could not be done; standard error says why. `defect`: a bug of ours.
 */
export const EXIT = { fine: 0, bad: 1, usage: 2, unanswered: 3, defect: 70 } as const

/** The expected failure behind what a procedure, the house or the system threw; null for a bug. */
export function failureBehind(error: unknown): Failure | null {
  if (error instanceof ExpectedFailure) return error.failure
  if (!(error instanceof ORPCError)) return systemFailure(error)
  if (error.code === 'BAD_REQUEST') {
    return failure('invalid', 'The input is not what this verb takes.', {
      kind: 'correct-input',
      field: null,
    })
  }
  const parsed = Failure.safeParse(error.data)
  return parsed.success ? parsed.data : systemFailure(error.cause)
}

/* Errors that name no path, and that no socket has. */
const OF_FILES = new Set(['EDQUOT', 'EISDIR', 'ENOSPC', 'EROFS'])

/** A file that cannot be used, or a port that cannot be had; null for anything else. */
function systemFailure(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null
  const { syscall } = error
  const code = String(error.code)
  if (syscall === 'listen') {
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be opened (${code})`
    const port = 'port' in error ? String(error.port) : ''
    return failure('conflict', `Port ${port} ${why}. Choose another with --port.`, otherInput('port'), code)
  }
  const path = 'path' in error ? String(error.path) : null
  if (path === null && !OF_FILES.has(code)) return null
  const why = 'errno' in error ? getSystemErrorMap().get(Number(error.errno))?.[1] : undefined
  return failure(
    'invalid',
    `${path ?? 'A file of the home folder'} cannot be used: ${why ?? code}. Mend that, or choose another folder with --home.`,
    otherInput('home'),
    code,
  )
}

function otherInput(field: string): Failure['recovery'] {
  return { kind: 'correct-input', field }
}
