/** What typography, a browser or a translation makes of plain signs. */
const SIGNS: readonly [RegExp, string][] = [
  [/\\u201[89]|&#0?39;|&apos;|[‘’ʼ‚‛′´`]/gi, "'"],
  [/\\u201[cd]|&quot;|[“”„‟″«»]/gi, '"'],
  [/\\"/g, '"'],
  [/[\u2010-\u2015]/g, '-'],
  [/&amp;/g, '&'],
  [/…/g, '...'],
  [/[\u00a0\u2007\u202f]/g, ' '],
  [/[\u200b-\u200d\u2060\ufeff\u00ad]/g, ''],
]

/** A line as patterns read it: plain quotes, hyphens and blanks, and no frame that a terminal program drew around it. */
export function plainText(text: string): string {
  const framed = text.replace(/^\s*[│┃║|]\s?(.*?)\s*[│┃║|]\s*$/, '$1')
  return SIGNS.reduce((plain, [found, sign]) => plain.replace(found, sign), framed).trim()
}
