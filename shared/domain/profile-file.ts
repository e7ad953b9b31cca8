/** Which of the two shared files: they name their sections differently. */
export type SharedFile = 'config' | 'credentials'

/** What the lines of a shared file show apart from its values, which are the SDK's to read. */
export interface InspectedFile {
  complaints: { line: number; says: string }[]
  /** Names of the profiles that have a section. */
  profiles: string[]
  /** The text without the sections on which the SDK stumbles; null when there are none. */
  mended: string | null
}

interface Section {
  /** As it stands between the brackets. */
  header: string
  line: number
  /** Setting and its line; nested settings are not kept. */
  settings: Map<string, number>
}

/* The SDK refuses the whole file for `__proto__`, and writes into the language's own objects for the others. */
const HAZARDS = new Set(Object.getOwnPropertyNames(Object.prototype))
const TYPED_HAZARD = /^profile\s+["']?__proto__["']?$/

/* A section with a type as the SDK reads it (smithy, parseIni). */
const TYPED = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/
const TYPES = new Set(['profile', 'sso-session', 'services'])
const CONTROL = /\p{Cc}/u
const MOST_COMPLAINTS = 100

/** Looks a shared file through, line by line. Never throws, and never repeats the content of a line. */
export function inspectSharedFile(text: string, file: SharedFile): InspectedFile {
  const complaints: InspectedFile['complaints'] = []
  const complain = (line: number, says: string): void => void complaints.push({ line, says })
  const first = new Map<string, Section>()
  const profiles = new Set<string>()
  const kept: string[] = []
  let section: Section | null = null
  let hazardous = false
  let mended = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    const content = (raw.split(/(^|\s)[;#]/)[0] ?? '').trim()
    const header = headerOf(content)
    if (header !== null) {
      section = { header, line, settings: new Map() }
      hazardous = HAZARDS.has(header) || TYPED_HAZARD.test(header)
      mended ||= hazardous
      if (hazardous)
        complain(line, `${shown(header)} cannot be the name of a profile. This section is not read.`)
      else noteSection(section, file, { first, profiles, complain })
    } else if (content !== '') noteLine(content, raw, line, section, complain)
    if (!hazardous) kept.push(raw)
    else kept.push('')
  }
  noteWhole(first, complain)
  return {
    complaints: atMost(complaints.sort((a, b) => a.line - b.line)),
    profiles: [...profiles],
    mended: mended ? kept.join('\n') : null,
  }
}

function headerOf(content: string): string | null {
  return content.startsWith('[') && content.endsWith(']') ? content.slice(1, -1) : null
}

interface Notes {
  first: Map<string, Section>
  profiles: Set<string>
  complain(line: number, says: string): void
}

function noteSection(section: Section, file: SharedFile, { first, profiles, complain }: Notes): void {
  const { header, line } = section
  const named = `[${shown(header)}]`
  const before = first.get(header)
  if (before) complain(line, `${named} stands here again, after line ${before.line}. The later settings win.`)
  else first.set(header, section)
  if (before) section.settings = before.settings
  if (CONTROL.test(header)) complain(line, `${named} has control characters in its name.`)
  const typed = TYPED.exec(header)
  const oddly = /\s/.test(header) && !typed
  if (file === 'credentials') {
    if (typed)
      complain(line, `${named} belongs into the config file. Here a profile stands as [${typed[3]}].`)
    else profiles.add(header)
  } else if (typed && TYPES.has(typed[1] ?? '')) {
    if (typed[1] === 'profile') profiles.add(typed[3] ?? '')
  } else if (header === 'default') profiles.add(header)
  else if (typed) complain(line, `AWS knows no section of the kind ${typed[1]}: ${named} is not read.`)
  else if (oddly) complain(line, `The AWS SDK does not read the name in ${named}. Write it without spaces.`)
  else
    complain(line, `${named} is not read as a profile. In the config file write [profile ${shown(header)}].`)
}

function noteLine(
  content: string,
  raw: string,
  line: number,
  section: Section | null,
  complain: Notes['complain'],
): void {
  const equals = content.indexOf('=')
  if (content.startsWith('[')) {
    complain(line, 'This header of a section is not closed: what follows is read into the section above.')
  } else if (equals < 1) complain(line, 'This line is neither a section nor name = value. It is not read.')
  else if (section === null) complain(line, 'This setting stands before the first section. It is not read.')
  else if (raw.trimStart() === raw) {
    const name = content.slice(0, equals).trim()
    const earlier = section.settings.get(name)
    if (earlier !== undefined && earlier > section.line) {
      complain(line, `${shown(name)} was set on line ${earlier} already. The later value wins.`)
    }
    section.settings.set(name, line)
  }
}

function noteWhole(first: ReadonlyMap<string, Section>, complain: Notes['complain']): void {
  for (const { header, line, settings } of first.values()) {
    if (settings.size === 0) complain(line, `[${shown(header)}] has no settings.`)
  }
  const plain = first.get('default')
  const typed = first.get('profile default')
  if (plain && typed) {
    complain(plain.line, `[profile default] on line ${typed.line} is read in the place of this [default].`)
  }
}

/** A name as it may be shown: short, and without characters that steer. */
function shown(name: string): string {
  const plain = name.replace(/\p{Cc}/gu, '\ufffd')
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain
}

function atMost(complaints: InspectedFile['complaints']): InspectedFile['complaints'] {
  const more = complaints.length - MOST_COMPLAINTS
  const next = complaints[MOST_COMPLAINTS]
  if (more <= 0 || !next) return complaints
  return [
    ...complaints.slice(0, MOST_COMPLAINTS),
    { line: next.line, says: `And ${more} more from here on.` },
  ]
}
