import { type DiffLine, diffLines, type Hunk, hunksOf } from '../../shared/domain/line-diff'
import { type Colour, paint } from './printable'

const CONTEXT = 3
const SIGNS: Record<DiffLine['kind'], string> = { same: ' ', added: '+', removed: '-' }
const COLOURS: Record<DiffLine['kind'], Colour | null> = { same: null, added: 'green', removed: 'red' }

/** A text before and after as the lines of a unified diff; a header says where, if unchanged lines are left out. */
export function diffText(before: string | null, after: string | null): string[] {
  const { hunks, hiddenAfter } = hunksOf(diffLines(before, after), CONTEXT)
  const whole = hiddenAfter === 0 && hunks.every(({ hidden }) => hidden === 0)
  return hunks.flatMap((hunk) => [
    ...(whole ? [] : [paint('cyan', headerOf(hunk))]),
    ...hunk.lines.map(lineText),
  ])
}

/** `@@ -7,6 +7,8 @@`: the first line and how many, in the old and in the new text. */
function headerOf({ lines }: Hunk): string {
  /* A stretch beside lines that are left out holds an unchanged one: neither range is empty. */
  const range = (numbers: number[]) => `${numbers[0]},${numbers.length}`
  const old = lines.flatMap(({ oldNumber }) => oldNumber ?? [])
  const now = lines.flatMap(({ newNumber }) => newNumber ?? [])
  return `@@ -${range(old)} +${range(now)} @@`
}

function lineText({ kind, text }: DiffLine): string {
  const line = `${SIGNS[kind]}${text}`
  const colour = COLOURS[kind]
  return colour === null ? line : paint(colour, line)
}
