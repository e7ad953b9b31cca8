import { diffArrays } from 'diff'

/** One line of a diff; numbers are 1-based in the old and the new text, null where the line is not in it. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
  oldNumber: number | null
  newNumber: number | null
}

/** Lines that turn `before` into `after`, removals before what takes their place; null stands for no text at all. */
export function diffLines(before: string | null, after: string | null): DiffLine[] {
  const changes = diffArrays(linesOf(before), linesOf(after))
  let oldAt = 0
  let newAt = 0
  return changes.flatMap(({ value, added, removed }) =>
    value.map((text): DiffLine => {
      const oldNumber = added ? null : ++oldAt
      const newNumber = removed ? null : ++newAt
      return { kind: added ? 'added' : removed ? 'removed' : 'same', text, oldNumber, newNumber }
    }),
  )
}

/** A final newline ends the last line and begins no other. */
function linesOf(text: string | null): string[] {
  if (text === null || text === '') return []
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** A stretch of a diff to show; `hidden` counts the unchanged lines left out before it. */
export interface Hunk {
  hidden: number
  lines: DiffLine[]
}

/** The changed lines with `context` unchanged ones around them; everything where nothing is far from a change. */
export function hunksOf(lines: readonly DiffLine[], context: number): { hunks: Hunk[]; hiddenAfter: number } {
  const near = lines.map(() => false)
  lines.forEach((line, index) => {
    if (line.kind === 'same') return
    near.fill(true, Math.max(0, index - context), index + context + 1)
  })
  const hunks: Hunk[] = []
  let hidden = 0
  lines.forEach((line, index) => {
    if (!near[index]) {
      hidden += 1
      return
    }
    const last = hunks.at(-1)
    if (last && hidden === 0) last.lines.push(line)
    else hunks.push({ hidden, lines: [line] })
    hidden = 0
  })
  return { hunks, hiddenAfter: hidden }
}
