/** Fewer shared characters than this are chance, not kinship: `allowed` and `denied` both end in `ed`. */
const KINSHIP = 6

/** Cuts `text` into what it shares with `other` at the start, where they differ, and what they share at the end. */
export function splitByDifference(text: string, other: string | null): [string, string, string] {
  if (other === null || text === other) return [text, '', '']
  const most = Math.min(text.length, other.length)
  let start = 0
  while (start < most && text[start] === other[start]) start += 1
  let end = 0
  while (end < most - start && text[text.length - 1 - end] === other[other.length - 1 - end]) end += 1
  if (start + end < KINSHIP) return [text, '', '']
  return [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)]
}
