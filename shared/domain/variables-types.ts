import { z } from 'zod'
import { ValueScope } from './observation'

/** The value that one job sees for one name, where it comes from, and what it shadows. */
export const EffectiveVariable = z.object({
  name: z.string(),
  kind: z.enum(['variable', 'secret']),
  workflowPath: z.string(),
  jobId: z.string(),
  /** Null when the job sees nothing (GitHub gives the empty string), or for a secret, whose value nobody can read. */
  value: z.string().nullable(),
  from: ValueScope.nullable(),
  shadows: z.array(ValueScope),
  /** Set where the name exists but this job cannot see it, such as in an environment that it does not name. */
  outOfReach: z.array(ValueScope),
})
export type EffectiveVariable = z.infer<typeof EffectiveVariable>
