/** What typography, a browser or a translation makes of plain signs. */
const SIGNS: readonly [RegExp, string][] = [
  // Read in another encoding than they were written in.
  [/â€[™˜]|\ufffd|(?<=n)\?(?=t\b)/g, "'"],
  [/\\u201[89]|&#0?39;|&apos;|&[lr]squo;|‹\s?|\s?›|[‘’ʼ‚‛′´`]/gi, "'"],
  [/\\u201[cd]|&quot;|&[lr]dquo;|«\s?|\s?»|[“”„‟″「」『』]/gi, '"'],
  [/\\"/g, '"'],
  [/[\u2010-\u2015]/g, '-'],
  [/&amp;/g, '&'],
  [/…/g, '...'],
  [/%0[AD]/g, ' '],
  [/[\u00a0\u2007\u202f]/g, ' '],
  [/[\u200b-\u200d\u2060\ufeff\u00ad]/g, ''],
]

/** A line as patterns read it: plain quotes, hyphens and blanks, and no frame that a terminal program drew around it. */
export function plainText(text: string): string {
  const framed = text.replace(/^\s*[│┃║|]\s?(.*?)\s*[│┃║|]\s*$/, '$1').replace(/^\s*[│┃║]/, '')
  return SIGNS.reduce((plain, [found, sign]) => plain.replace(found, sign), framed).trim()
}
