import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import { Plan } from '../../shared/domain/plan'

/** Plans as a file keeps them. It holds no secret: a step is known by its id, whatever is left out of it. */
const PlanFile = z.object({
  rolecall: z.literal('plans'),
  version: z.literal(1),
  plans: z.array(Plan).min(1),
})

/** Writes plans to a file that only the user may read. */
export async function writePlans(path: string, plans: Plan[]): Promise<void> {
  const content: z.infer<typeof PlanFile> = { rolecall: 'plans', version: 1, plans }
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
}

/** Reads the plans of a file. Throws `invalid` for one that holds none. */
export async function readPlans(path: string): Promise<Plan[]> {
  const parsed = PlanFile.safeParse(parseJson(await readFile(path, 'utf8')))
  if (parsed.success) return parsed.data.plans
  const sentence = `${path} holds no plan of Rolecall. Write one with: plan owner/name --out ${path}`
  throw new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'plan' }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
