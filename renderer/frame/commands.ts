/** Something the palette can do. */
export interface Command {
  id: string
  title: string
  /** Its shortcut, where it has one. */
  keys: string | null
  note: string | null
  run(): void
}

const SHOWN = 50

/** The commands that fit what was typed, best first: a prefix before a word's start before anywhere. */
export function commandsFor(query: string, commands: readonly Command[]): Command[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return commands.slice(0, SHOWN)
  return commands
    .map((command) => ({ command, rank: rankOf(command.title.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank >= 0)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, SHOWN)
    .map(({ command }) => command)
}

function rankOf(title: string, wanted: string): number {
  if (title.startsWith(wanted)) return 0
  if (title.split(/[\s/_-]+/).some((word) => word.startsWith(wanted))) return 1
  return wanted.split(/\s+/).every((part) => title.includes(part)) ? 2 : -1
}
