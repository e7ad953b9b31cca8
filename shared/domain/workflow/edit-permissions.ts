import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml'
import { endOf, indentOf, linesBelow, pairOf, type Splice, startOf } from './splice'
import { child, entriesOf, type Tree, textOf } from './yaml-tree'

/** The permissions that `read-all` stands for, but for `id-token` (GitHub's workflow syntax, `permissions`). */
const READABLE = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
]

/**
 * The splices that give a job `id-token: write` and leave its other rights as they are; null where the permissions
 * are written in a way that cannot be edited in place. A job that nobody gave rights keeps `contents: read`, since
 * naming one right takes the defaults away.
 */
export function idTokenSplices(text: string, job: YAMLMap, workflow: Tree): Splice[] | null {
  const declared = pairOf(job, 'permissions')
  return declared === null ? addPermissions(text, job, workflow) : editPermissions(text, job, declared)
}

function editPermissions(text: string, job: YAMLMap, { key, value }: Pair): Splice[] | null {
  if (isScalar(value) && value.value === 'read-all') {
    const below = [...READABLE.map((name) => `${name}: read`), 'id-token: write']
    const indent = indentOf(text, job)
    if (job.flow) return [replace(text, value, `{ ${below.join(', ')} }`)]
    return [
      { start: text.indexOf(':', endOf(text, key)) + 1, end: endOf(text, value), insert: '' },
      linesBelow(
        text,
        endOf(text, value),
        below.map((line) => `${indent}  ${line}`),
      ),
    ]
  }
  if (!isMap(value)) return null
  const right = pairOf(value, 'id-token')
  if (right !== null) return [replace(text, right.value, 'write')]
  const last = value.items.at(-1)
  if (last === undefined) return [replace(text, value, '{ id-token: write }')]
  const end = endOf(text, last)
  if (value.flow) return [{ start: end, end, insert: ', id-token: write' }]
  return [linesBelow(text, end, [`${indentOf(text, value)}id-token: write`])]
}

function replace(text: string, node: unknown, insert: string): Splice {
  return { start: startOf(node), end: endOf(text, node), insert }
}

function addPermissions(text: string, job: YAMLMap, workflow: Tree): Splice[] | null {
  const rights = [...inheritedRights(child(workflow, 'permissions')), 'id-token: write']
  const first = job.items[0]
  if (first === undefined) return null
  if (job.flow) {
    const at = startOf(first)
    return [{ start: at, end: at, insert: `permissions: { ${rights.join(', ')} }, ` }]
  }
  const indent = indentOf(text, job)
  const above = pairOf(job, 'runs-on') ?? pairOf(job, 'uses') ?? first
  const lines = [`${indent}permissions:`, ...rights.map((right) => `${indent}  ${right}`)]
  return [linesBelow(text, endOf(text, above), lines)]
}

/** A job's own permissions replace the workflow's, so what the job has today is written out. */
function inheritedRights(declared: Tree | null): string[] {
  if (declared === null) return ['contents: read']
  if (textOf(declared) === 'read-all') return READABLE.map((name) => `${name}: read`)
  return entriesOf(declared).flatMap(({ key, value }) =>
    key === 'id-token' ? [] : `${key}: ${textOf(value) ?? 'none'}`,
  )
}
