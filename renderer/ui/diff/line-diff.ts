/** One line of a diff; numbers are 1-based in the old and the new text, null where the line is not in it. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
  oldNumber: number | null
  newNumber: number | null
}

/** Lines that turn `before` into `after`, by longest common subsequence; null stands for no text at all. */
export function diffLines(before: string | null, after: string | null): DiffLine[] {
  const old = linesOf(before)
  const now = linesOf(after)
  const head = commonHead(old, now)
  const tail = commonTail(old.slice(head), now.slice(head))
  const middle = pairs(old.slice(head, old.length - tail), now.slice(head, now.length - tail))
  const kinds: DiffLine['kind'][] = [
    ...Array<'same'>(head).fill('same'),
    ...middle,
    ...Array<'same'>(tail).fill('same'),
  ]
  let oldAt = 0
  let newAt = 0
  return kinds.map((kind) => {
    const oldNumber = kind === 'added' ? null : ++oldAt
    const newNumber = kind === 'removed' ? null : ++newAt
    const text = (newNumber === null ? old[oldAt - 1] : now[newAt - 1]) ?? ''
    return { kind, text, oldNumber, newNumber }
  })
}

/** A final newline ends the last line and begins no other. */
function linesOf(text: string | null): string[] {
  if (text === null || text === '') return []
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function commonHead(old: string[], now: string[]): number {
  let n = 0
  while (n < old.length && n < now.length && old[n] === now[n]) n += 1
  return n
}

function commonTail(old: string[], now: string[]): number {
  return commonHead(old.toReversed(), now.toReversed())
}

/** The order of kept, removed and added lines; removals come before the additions that take their place. */
function pairs(old: string[], now: string[]): DiffLine['kind'][] {
  const length = longestCommon(old, now)
  const at = (i: number, j: number) => length[i * (now.length + 1) + j] ?? 0
  const kinds: DiffLine['kind'][] = []
  let i = 0
  let j = 0
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      kinds.push('same')
      i += 1
      j += 1
    } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) {
      kinds.push('removed')
      i += 1
    } else {
      kinds.push('added')
      j += 1
    }
  }
  return kinds
}

/** Length of the longest common subsequence of the rest of both texts, for each pair of positions. */
function longestCommon(old: string[], now: string[]): Uint32Array {
  const width = now.length + 1
  const length = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const here = i * width + j
      length[here] =
        old[i] === now[j]
          ? (length[here + width + 1] ?? 0) + 1
          : Math.max(length[here + width] ?? 0, length[here + 1] ?? 0)
    }
  }
  return length
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
