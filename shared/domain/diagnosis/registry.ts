import { type Family, type Row, STAGES } from './row'

/* Each file of rules is found by itself: the bundler and the tests put them here by their path. */
const FOUND = import.meta.glob<readonly Family[] | undefined>('./rows/*.ts', {
  eager: true,
  import: 'FAMILIES',
})

/** The files of rules, by their names, with what each brings. */
export const FAMILIES_BY_FILE: ReadonlyMap<string, readonly Family[]> = new Map(
  Object.entries(FOUND).map(([path, families]) => [
    path.replace(/^.*\//, ''),
    requireFamilies(path, families),
  ]),
)

/** Every row, in the order in which a job meets them; of rows that share a text, the first settled one wins. */
export const ROWS: readonly Row[] = inOrder([...FAMILIES_BY_FILE.values()].flat()).flatMap(({ rows }) => rows)

function requireFamilies(path: string, families: readonly Family[] | undefined): readonly Family[] {
  if (families === undefined) throw new Error(`${path} exports no FAMILIES: its rows would be passed over.`)
  return families
}

function inOrder(families: readonly Family[]): Family[] {
  return families.toSorted((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage))
}

/** Rows that count in a job that succeeded. */
export const GREEN_ROWS: readonly Row[] = ROWS.filter(({ green }) => green)

/** Lines that tell no cause by themselves and that probes and undoing look for. */
const SIGNS = [
  'Authenticated as assumedRoleId',
  'Proceeding with IAM user credentials',
  'aws-access-key-id:',
  'output-env-credentials:',
  'role-to-assume:',
  ':assumed-role/',
]

const MARKED = new RegExp(
  [...new Set([...ROWS.flatMap(({ marks }) => marks), ...SIGNS])]
    .map((mark) => mark.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+'))
    .join('|'),
  'i',
)

/** Whether some row may match a line, or part of it where it is wrapped. */
export function isMarked(text: string): boolean {
  return MARKED.test(text)
}
