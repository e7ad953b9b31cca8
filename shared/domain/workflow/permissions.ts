import { IdToken } from '../workflow-types'
import { child, type Tree, textOf } from './yaml-tree'

/**
 * The effective right to `id-token`: the job's permissions replace the workflow's, and a scope that a
 * declaration does not name is `none`. What nobody declares is the caller's in a file that is only called.
 */
export function effectiveIdToken(job: Tree, workflow: Tree, onlyCalled: boolean): IdToken {
  const declared = child(job, 'permissions') ?? child(workflow, 'permissions')
  if (declared === null) return onlyCalled ? 'caller' : 'none'
  const all = textOf(declared)
  if (all === 'write-all') return 'write'
  if (all === 'read-all') return 'read'
  return IdToken.safeParse(textOf(child(declared, 'id-token'))).data ?? 'none'
}
