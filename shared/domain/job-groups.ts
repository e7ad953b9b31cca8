import type { RunJob } from './run'

/** A job under the name that it has within its group. */
export interface GroupedJob {
  job: RunJob
  label: string
}

/** Jobs that one job of the file became: `matrix` its combinations, `called` the jobs of the file that it calls. */
export interface JobGroup {
  kind: 'single' | 'matrix' | 'called'
  /** The caller, or the name that the combinations share. */
  title: string
  jobs: GroupedJob[]
}

const CALL = ' / '

/**
 * Groups jobs as GitHub names them: `caller / called` for a reusable workflow, `name (a, b)` for a matrix. Only the
 * names tell, so one job alone is never called a matrix. Groups stand where their first job stood.
 */
export function groupJobs(jobs: readonly RunJob[]): JobGroup[] {
  const groups = new Map<string, JobGroup>()
  const sizes = sizesOf(jobs)
  for (const job of jobs) {
    const place = placeOf(job, sizes)
    const group = groups.get(place.key) ?? { kind: place.kind, title: place.title, jobs: [] }
    group.jobs.push({ job, label: place.label })
    groups.set(place.key, group)
  }
  return [...groups.values()]
}

function sizesOf(jobs: readonly RunJob[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { name } of jobs) {
    const base = matrixOf(name)?.base
    if (base !== undefined) sizes.set(base, (sizes.get(base) ?? 0) + 1)
  }
  return sizes
}

type Place = Pick<JobGroup, 'kind' | 'title'> & { key: string; label: string }

function placeOf(job: RunJob, sizes: ReadonlyMap<string, number>): Place {
  const { name } = job
  const slash = name.indexOf(CALL)
  if (slash > 0) {
    const title = name.slice(0, slash)
    return { kind: 'called', key: `called ${title}`, title, label: name.slice(slash + CALL.length) }
  }
  const matrix = matrixOf(name)
  if (matrix && (sizes.get(matrix.base) ?? 0) > 1) {
    return { kind: 'matrix', key: `matrix ${matrix.base}`, title: matrix.base, label: matrix.values }
  }
  return { kind: 'single', key: `single ${job.id}`, title: name, label: name }
}

function matrixOf(name: string): { base: string; values: string } | null {
  const [, base, values] = /^(.+?) \((.+)\)$/.exec(name) ?? []
  return base !== undefined && values !== undefined ? { base, values } : null
}
