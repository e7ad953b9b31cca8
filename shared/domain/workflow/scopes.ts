import { child, entriesOf, readYaml, type Tree, textOf } from './yaml-tree'

const LEVELS = ['none', 'read', 'write'] as const
type Level = (typeof LEVELS)[number]

/** What a `permissions` grants: `every` scope that is not among `named`. */
interface Granted {
  every: Level
  named: ReadonlyMap<string, Level>
}

/** A scope that a called job asks for beyond what the job that calls it has. */
export interface ExceedingScope {
  jobId: string
  asked: string
  allowed: Level
}

/** Whether a job or its file declares permissions; what neither does is the caller's. */
export function declaresPermissions(text: string, jobId: string): boolean {
  const root = rootOf(text)
  return granted(child(child(root, 'jobs'), jobId), root) !== null
}

/**
 * Of all jobs of a called file, since GitHub starts none of them then: permissions can be kept or lowered along a
 * call, never raised (GitHub Docs, reusing workflows). Empty where the caller declares none; without `id-token`.
 */
export function exceedingScopes(caller: string, callerJob: string, called: string): ExceedingScope[] {
  const [outer, inner] = [rootOf(caller), rootOf(called)]
  const allowed = granted(child(child(outer, 'jobs'), callerJob), outer)
  if (!allowed) return []
  return entriesOf(child(inner, 'jobs')).flatMap(({ key: jobId, value }) => {
    const asked = granted(value, inner)
    return asked ? beyond(asked, allowed).map((one) => ({ jobId, ...one })) : []
  })
}

function beyond(asked: Granted, allowed: Granted): Omit<ExceedingScope, 'jobId'>[] {
  const all = exceeds(asked.every, allowed.every)
    ? [{ asked: `${asked.every}-all`, allowed: allowed.every }]
    : []
  const named = [...asked.named].flatMap(([scope, level]) => {
    const most = allowed.named.get(scope) ?? allowed.every
    // Told by itself, with its repair.
    if (scope === 'id-token') return []
    return exceeds(level, most) ? [{ asked: `${scope}: ${level}`, allowed: most }] : []
  })
  return [...all, ...named]
}

function exceeds(left: Level, right: Level): boolean {
  return LEVELS.indexOf(left) > LEVELS.indexOf(right)
}

function rootOf(text: string): Tree | null {
  const read = readYaml(text)
  return read.ok ? read.tree : null
}

function granted(job: Tree | null, workflow: Tree | null): Granted | null {
  const declared = child(job, 'permissions') ?? child(workflow, 'permissions')
  if (declared === null) return null
  const all = /^(read|write)-all$/.exec(textOf(declared) ?? '')?.[1]
  const named = entriesOf(declared).map(({ key, value }) => [key, levelOf(textOf(value))] as const)
  return { every: levelOf(all), named: new Map(named) }
}

function levelOf(text: string | null | undefined): Level {
  return LEVELS.find((level) => level === text) ?? 'none'
}
