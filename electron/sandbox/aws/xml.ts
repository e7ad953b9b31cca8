/** What an XML answer is made of: arrays become `member` elements, null is left out. */
export type XmlTree = string | number | boolean | null | XmlMap | XmlTree[] | { [element: string]: XmlTree }

/** A map of the API model: `entry` elements with key and value. */
export class XmlMap {
  readonly entries: Record<string, string | number>
  constructor(entries: Record<string, string | number>) {
    this.entries = entries
  }
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Renders one element with its content. */
export function element(name: string, content: XmlTree): string {
  if (content === null) return ''
  return `<${name}>${inner(content)}</${name}>`
}

function inner(content: XmlTree): string {
  if (content === null) return ''
  if (Array.isArray(content)) return content.map((item) => element('member', item)).join('')
  if (content instanceof XmlMap) {
    return Object.entries(content.entries)
      .map(([key, value]) => element('entry', { key, value }))
      .join('')
  }
  if (typeof content === 'object') {
    return Object.entries(content)
      .map(([name, value]) => element(name, value))
      .join('')
  }
  return String(content).replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}
