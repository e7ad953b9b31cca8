/**
 * Remembers what a pure function of a text answered: at most `most` answers, of which the oldest goes first. An
 * answer is given to many, so nobody may change it.
 */
export function remembered<T>(most: number, answer: (text: string) => T): (text: string) => T {
  const kept = new Map<string, { value: T }>()
  return (text) => {
    const before = kept.get(text)
    if (before) return before.value
    const value = answer(text)
    kept.set(text, { value })
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
