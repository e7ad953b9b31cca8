import type { OurJob } from './picture'

/** GitHub shows a matrix job as `name (value)` and a called one as `caller / called`. */
export function namesJob(shown: string, names: readonly string[]): boolean {
  return names.some(
    (name) => shown === name || shown.startsWith(`${name} (`) || shown.startsWith(`${name} / `),
  )
}

/** What GitHub may show a Bedrock job as. */
export function namesOfJob({ bedrock: { job } }: OurJob): string[] {
  return job.name === null ? [job.id] : [job.name, job.id]
}
