import { parse } from 'yaml'

/** `$(yq --front-matter=extract '.model' FILE)` inside a command: the front matter's value takes its place. */
export function withFrontMatter(source: string, workspace: Record<string, string> | null): string {
  return source.replace(
    /\$\(yq --front-matter=extract '([^']*)' (\S+?)\)/g,
    (_, query: string, path: string) => answerOf(workspace?.[path] ?? '', query),
  )
}

/** The first key of `.a // .b // "text"` that has a value; yq prints `null` where none has. */
function answerOf(text: string, query: string): string {
  const [, yaml = ''] = /^---\r?\n([\s\S]*?)^---/m.exec(text) ?? []
  const matter: unknown = parse(yaml)
  for (const part of query.split('//').map((each) => each.trim())) {
    const literal = /^"(.*)"$/.exec(part)
    if (literal) return literal[1] ?? ''
    const found = typeof matter === 'object' && matter !== null ? Object.entries(matter) : []
    const value = found.find(([key]) => `.${key}` === part)?.[1]
    if (value !== undefined && value !== null) return String(value)
  }
  return 'null'
}
