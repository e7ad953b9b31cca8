import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml'
import type { Change, Editable } from './edit'
import { changed, isMapping, type Meaning, type MeaningMap, withJob } from './meaning'
import { endOf, entryBelow, entryFirst, indentOf, linesBelow, pairOf, replaced, type Splice } from './splice'

/** Rights by their names in `permissions`. */
export type Rights = Readonly<Record<string, 'read' | 'write'>>

/** What GitHub gives a job for which nobody declares rights; null where the repository's default was not read. */
export type DefaultRights = 'read' | 'write' | null

/** The rights that `read-all` and `write-all` stand for, but for `id-token` (GitHub's workflow syntax, `permissions`). */
const SCOPES = [
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

const every = (level: 'read' | 'write'): Rights => Object.fromEntries(SCOPES.map((scope) => [scope, level]))

/** Rights that exist to read, or that only the later words of `read-all` take in. */
const READ_ALL: Rights = { ...every('read'), 'artifact-metadata': 'read', models: 'read' }

/**
 * Naming one right takes all others away, so what the job has today is written out: the restricted default of GitHub
 * is to read contents and packages, the permissive one to write. Unread, the one right that a checkout needs is kept.
 */
const UNDECLARED: Record<'read' | 'write' | 'unread', Rights> = {
  read: { contents: 'read', packages: 'read' },
  write: every('write'),
  unread: { contents: 'read' },
}

/** Where rights are declared: at the job, or for the whole file. */
type Level = { of: 'job'; node: YAMLMap } | { of: 'workflow' }

/**
 * Gives a job rights and leaves its others, and other jobs', as they are. They are named at the job, since rights of a
 * workflow are rights of all its jobs; at the workflow only where that declares them for this one job.
 */
export function grantChange(
  editable: Editable,
  jobId: string,
  job: YAMLMap | null,
  rights: Rights,
  defaults: DefaultRights,
): Change {
  const level = levelOf(editable, job)
  const wanted = (file: MeaningMap): MeaningMap => {
    const grant = (declared: Meaning) => granted(declared, rights)
    if (level?.of === 'workflow') return changed(file, 'permissions', grant)
    return withJob(file, jobId, (one) => {
      const after = grant(one.permissions ?? file.permissions ?? UNDECLARED[defaults ?? 'unread'])
      return after === 'write-all' ? one : { ...one, permissions: after }
    })
  }
  return { splices: level && splicesOf(editable, level, rights, defaults), wanted }
}

function levelOf({ root, file }: Editable, job: YAMLMap | null): Level | null {
  if (job === null) return null
  if (pairOf(job, 'permissions') !== null) return { of: 'job', node: job }
  const isAlone = file.jobs.filter(({ lines }) => lines.permissions === undefined).length === 1
  const declared = pairOf(root, 'permissions')?.value
  const isWritten = isMap(declared) && declared.items.length > 0
  return isAlone && isWritten ? { of: 'workflow' } : { of: 'job', node: job }
}

/** The rights that stand, and the given ones. */
function granted(declared: Meaning, rights: Rights): Meaning {
  if (declared === 'write-all') return declared
  const standing = declared === 'read-all' ? READ_ALL : isMapping(declared) ? declared : {}
  const raised = Object.entries(rights).filter(([scope, level]) => {
    const has = standing[scope]
    return has !== 'write' && has !== level
  })
  return { ...standing, ...Object.fromEntries(raised) }
}

function splicesOf(
  { text, root }: Editable,
  level: Level,
  rights: Rights,
  defaults: DefaultRights,
): Splice[] | null {
  const declared = pairOf(level.of === 'job' ? level.node : root, 'permissions')
  if (declared !== null) return editDeclared(text, level.of === 'job' ? level.node : root, declared, rights)
  if (level.of === 'workflow') return null
  const inherited = pairOf(root, 'permissions')
  const standing = inherited === null ? UNDECLARED[defaults ?? 'unread'] : meaningOfRights(inherited.value)
  if (standing === null) return null
  return addPermissions(text, level.node, granted(standing, rights))
}

/** Rights as a mapping or one word; null where they are written otherwise. */
function meaningOfRights(node: unknown): Meaning {
  if (isScalar(node)) return typeof node.value === 'string' ? node.value : null
  if (!isMap(node)) return null
  return Object.fromEntries(
    node.items.map(({ key, value }) => [
      isScalar(key) ? String(key.value) : '',
      isScalar(value) ? String(value.value) : '',
    ]),
  )
}

function linesOf(rights: Meaning): string[] {
  return isMapping(rights) ? Object.entries(rights).map(([scope, level]) => `${scope}: ${level}`) : []
}

function editDeclared(text: string, holder: YAMLMap, { key, value }: Pair, rights: Rights): Splice[] | null {
  if (isScalar(value) && value.value === 'read-all') {
    const lines = linesOf(granted('read-all', rights))
    if (holder.flow) return [replaced(text, value, `{ ${lines.join(', ')} }`)]
    const indent = indentOf(text, holder)
    return [
      { start: text.indexOf(':', endOf(text, key)) + 1, end: endOf(text, value), insert: '' },
      linesBelow(
        text,
        endOf(text, value),
        lines.map((line) => `${indent}  ${line}`),
      ),
    ]
  }
  if (isScalar(value) && value.value === 'write-all') return []
  if (!isMap(value)) return null
  const before = meaningOfRights(value)
  const after = granted(before, rights)
  if (!isMapping(before) || !isMapping(after)) return null
  const risen = Object.entries(after).filter(([scope, level]) => before[scope] !== level)
  const replacing = risen.flatMap(([scope, level]) => {
    const right = pairOf(value, scope)
    return right === null ? [] : [replaced(text, right.value, String(level))]
  })
  const added = linesOf(Object.fromEntries(risen.filter(([scope]) => pairOf(value, scope) === null)))
  if (value.items.length === 0) return [replaced(text, value, `{ ${added.join(', ')} }`)]
  return added.length === 0 ? replacing : [...replacing, entryBelow(text, value, added)]
}

function addPermissions(text: string, job: YAMLMap, rights: Meaning): Splice[] | null {
  // Where the workflow gives its jobs everything, this one has it already.
  if (typeof rights === 'string') return []
  const lines = linesOf(rights)
  if (job.flow) return [entryFirst(job, `permissions: { ${lines.join(', ')} }`)]
  const above = pairOf(job, 'runs-on') ?? pairOf(job, 'uses') ?? job.items[0]
  if (above === undefined) return null
  const indent = indentOf(text, job)
  return [
    linesBelow(text, endOf(text, above), [
      `${indent}permissions:`,
      ...lines.map((line) => `${indent}  ${line}`),
    ]),
  ]
}
