import type { JobLog } from '../job-log'

const ISSUE = /^::(error|warning|notice)(?: ([^:]*))?::(.*)$/s

/** What a step prints that is meant for the runner, as `::error file=a.py,line=3::Broken`; false for any other line. */
export function obeyed(log: JobLog, line: string): boolean {
  const [, level, properties = '', message = ''] = ISSUE.exec(line) ?? []
  if (level === undefined) return false
  const given = new Map(properties.split(',').map((each) => splitAtEquals(each)))
  const path = given.get('file')
  const title = given.get('title')
  log.issue(level as 'error' | 'warning' | 'notice', unescaped(message), {
    ...(path && { path: unescaped(path), line: Number(given.get('line')) || 1 }),
    ...(title && { title: unescaped(title) }),
  })
  return true
}

function splitAtEquals(text: string): [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1)]
}

/** Undoes how actions write what would end a command. */
function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')
}
