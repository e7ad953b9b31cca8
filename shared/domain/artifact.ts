import { z } from 'zod'
import { Instant } from './ids'

/** A file that a run left behind; GitHub keeps it zipped, for a limited time. */
export const RunArtifact = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Bytes of the zip file. */
  bytes: z.number().int(),
  expired: z.boolean(),
  createdAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
})
export type RunArtifact = z.infer<typeof RunArtifact>

/** What a step or an action told about a place in the code, or about the job as a whole. */
export const RunAnnotation = z.object({
  jobId: z.number().int(),
  level: z.enum(['notice', 'warning', 'failure']),
  title: z.string().nullable(),
  message: z.string(),
  /** Null where it is about no file: GitHub then names `.github`. */
  path: z.string().nullable(),
  line: z.number().int().nullable(),
})
export type RunAnnotation = z.infer<typeof RunAnnotation>
