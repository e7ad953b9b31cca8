import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('workflow-corpus/', import.meta.url)

/** Workflow files in the styles that people write them in, by name. */
export const CORPUS: { name: string; text: string }[] = readdirSync(FOLDER)
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }))

/** The ways in which one text reaches a repository: line ends of either kind, and a byte order mark. */
export const FORMS: { form: string; of: (text: string) => string }[] = [
  { form: 'LF', of: (text) => text },
  { form: 'CRLF, byte order mark', of: (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}` },
]
