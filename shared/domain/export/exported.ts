import { z } from 'zod'

/** What a plan can be written as for another tool. */
export const ExportFormat = z.enum(['terraform', 'cloudformation'])
export type ExportFormat = z.infer<typeof ExportFormat>

/** A plan as a file of another tool. */
export const ExportedPlan = z.object({
  fileName: z.string(),
  text: z.string(),
  /** How many steps the file only tells of, because the tool cannot do them. */
  byHand: z.number().int(),
})
export type ExportedPlan = z.infer<typeof ExportedPlan>
