import type { Command } from './command'

/** `jq`, as far as it shows the answer that Claude's action left: the `.result` of its closing message. */
export const jq: Command = ({ log, temporary }, { words }) => {
  const text = words.map((word) => temporary[word]).find((file) => file !== undefined)
  const filter = words.find((word) => word.includes('.result'))
  if (text === undefined || filter === undefined) return 0
  for (const message of [JSON.parse(text) as unknown].flat()) {
    if (typeof message === 'object' && message !== null && 'result' in message)
      log.line(String(message.result))
  }
  return 0
}
