const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/g

/**
 * The first key that stands twice in one object of a valid JSON text, or null. `JSON.parse` keeps the last
 * of the two in silence, which could drop a condition from a policy.
 */
export function duplicateKey(json: string): string | null {
  const open: (Set<string> | null)[] = []
  const tokens = json.match(TOKEN) ?? []
  for (const [index, token] of tokens.entries()) {
    // An object that is built key by key cannot hold this one: a condition under it would be lost as well.
    if (token === '{') open.push(new Set(['__proto__']))
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token.startsWith('"') && tokens[index + 1] === ':') {
      const keys = open.at(-1)
      const key = String(JSON.parse(token))
      if (keys?.has(key)) return key
      keys?.add(key)
    }
  }
  return null
}
