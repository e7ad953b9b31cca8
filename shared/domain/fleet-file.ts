import { z } from 'zod'
import { FleetChoice } from './fleet-choice'
import { duplicateKey } from './json-keys'

/** A choice as a file that can be committed: who reads it sees who is watched, and why. It holds no secret. */
const FleetFile = z.strictObject({
  rolecall: z.literal('fleet'),
  version: z.literal(1),
  ...FleetChoice.shape,
})

/** A choice, or what is wrong with the text, to be said after the name of the file. */
export type ReadFleet = { ok: true; choice: FleetChoice } | { ok: false; why: string }

/** The file of a choice: the same for the same choice, so that a commit shows what changed. */
export function writeFleetFile(choice: FleetChoice): string {
  const sorted = <T extends string>(names: readonly T[]): T[] =>
    [...new Set(names)].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
  const content: z.infer<typeof FleetFile> = {
    rolecall: 'fleet',
    version: 1,
    organizations: sorted(choice.organizations),
    topics: sorted(choice.topics),
    teams: sorted(choice.teams),
    search: choice.search,
    repositories: sorted(choice.repositories),
    excluded: sorted(choice.excluded),
    archived: choice.archived,
    forks: choice.forks,
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** Reads such a file. What is left out is none. */
export function readFleetFile(text: string): ReadFleet {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { ok: false, why: 'is not JSON' }
  }
  const twice = duplicateKey(text)
  if (twice !== null) return { ok: false, why: `has "${twice}" twice` }
  const head = z.object({ rolecall: z.literal('fleet'), version: z.number() }).safeParse(value)
  if (!head.success)
    return { ok: false, why: 'is no fleet of Rolecall: it lacks "rolecall": "fleet" and a version' }
  if (head.data.version !== 1)
    return { ok: false, why: `is of version ${head.data.version}, which only a later Rolecall reads` }
  const parsed = FleetFile.safeParse(value)
  if (!parsed.success) return { ok: false, why: objection(parsed.error.issues[0]) }
  const { rolecall: _, version: __, ...choice } = parsed.data
  return { ok: true, choice }
}

function objection(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `holds "${issue.keys[0]}", which is none of its fields`
  const at = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  return `has something wrong at ${at.join('').replace(/^\./, '')}: ${issue?.message ?? ''}`
}
