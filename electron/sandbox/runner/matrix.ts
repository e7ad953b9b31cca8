import { parse } from 'yaml'
import { z } from 'zod'
import type { WorkflowJob } from '../../../shared/domain/workflow-types'

/** One combination of a matrix. */
type Combination = Record<string, string>

const Value = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const Entries = z.array(z.record(z.string(), Value))
const Matrix = z
  .object({ include: Entries.default([]), exclude: Entries.default([]) })
  .catchall(z.array(Value))
const File = z.object({
  jobs: z.record(
    z.string(),
    z
      .object({ strategy: z.object({ matrix: Matrix }) })
      .nullable()
      .catch(null),
  ),
})

/** The combinations of a job’s matrix in GitHub’s order; null where it has none, or one that only a run knows. */
export function combinationsOf(text: string, jobId: string): Combination[] | null {
  const parsed = File.safeParse(parse(text))
  const matrix = parsed.success ? parsed.data.jobs[jobId]?.strategy.matrix : null
  if (!matrix) return null
  const { include, exclude, ...axes } = matrix
  const product = Object.entries(axes).reduce<Combination[]>(
    (sofar, [name, values]) => sofar.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    [{}],
  )
  const kept = product.filter((each) => !exclude.some((out) => holds(each, out)))
  const base = Object.keys(axes).length === 0 ? [] : kept
  return include.reduce((sofar, added) => included(sofar, added, Object.keys(axes)), base)
}

/** An entry of `include` extends the combinations that it does not contradict; where there is none it is one more. */
function included(sofar: Combination[], added: Combination, axes: string[]): Combination[] {
  const own = Object.fromEntries(Object.entries(added).filter(([name]) => axes.includes(name)))
  const fits = (each: Combination) => axes.some((axis) => axis in each) && holds(each, own)
  if (!sofar.some(fits)) return [...sofar, added]
  return sofar.map((each) => (fits(each) ? { ...added, ...each } : each))
}

function holds(combination: Combination, part: Combination): boolean {
  return Object.entries(part).every(([name, value]) => combination[name] === value)
}

/** The job of one combination, every `matrix.X` of it told. */
export function jobOf(job: WorkflowJob, combination: Combination): WorkflowJob {
  const told = JSON.stringify(job).replace(/\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g, (_, name: string) =>
    JSON.stringify(combination[name] ?? '').slice(1, -1),
  )
  const named: WorkflowJob = JSON.parse(told)
  const values = Object.values(combination).join(', ')
  return job.name === named.name ? { ...named, name: `${job.name ?? job.id} (${values})` } : named
}
