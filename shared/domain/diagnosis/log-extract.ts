import type { LogLine, ParsedLog } from '../log'

/** A line that a diagnosis may rest on. */
export interface KeptLine {
  /** 1-based in the job's log. */
  number: number
  kind: LogLine['kind']
  text: string
  /** Index in `steps`. */
  step: number
  /** A repetition of the step's script or inputs, which nobody said. */
  echo: boolean
}

/** What the log shows of one step. */
export interface LoggedStep {
  title: string | null
  failed: boolean
}

/** What is left of a log of any length once the lines that no row could match are passed over. */
export interface LogExtract {
  lines: KeptLine[]
  /** Errors, the first and the last ones. */
  errors: KeptLine[]
  /** Lines that look like a program's errors; what there is to show where nothing is marked as one. */
  complaints: KeptLine[]
  steps: LoggedStep[]
  /** Whether it has the markers of GitHub's runner. */
  marked: boolean
  /** Whether it reaches to the end of its job. */
  whole: boolean
}

const NEIGHBOURS = 4
const MOST_LINES = 5_000
const MOST_ERRORS = 200
const COMPLAINT =
  /^\s*(?:(?:[\w.]*(?:Error|Exception)|fatal|error|panic|npm ERR!)\b\s*[:!\]]|ERROR\b|FATAL\b)/
/** More of a step's echo than its script needs. */
const LONGEST_SCRIPT = 20_000
/* An echo, and what makes it more than one. */
const PRINTS = /^(?:Run )?\s*(?:echo|printf|Write-(?:Host|Output))\b[^|&;]*$/
const CONDITION = /\b(?:if|case|then|else|exit|while|trap)\b|\|\||&&/
const JOB_ENDS = /^(?:Cleaning up orphan processes|Evaluate and set job outputs)/

/** Takes a log line by line and keeps what matters, in memory that does not grow with the log. */
export class LogSifter {
  private readonly extract: LogExtract = {
    lines: [],
    errors: [],
    complaints: [],
    steps: [{ title: null, failed: false }],
    marked: false,
    whole: false,
  }
  private recent: KeptLine[] = []
  private following = 0
  private echoing = false
  private script = ''
  private namedStep: string | null = null

  /** `isMarked` tells which lines some row may match. */
  constructor(private readonly isMarked: (text: string) => boolean) {}

  /** `step` where the log names it on each line, as `gh run view --log` does. */
  add(
    { number, kind, text }: Pick<LogLine, 'number' | 'kind' | 'text'>,
    ends: boolean,
    step: string | null = null,
  ) {
    this.enter(kind, text, step)
    if (this.echoing && this.script.length < LONGEST_SCRIPT) this.script += `${text}\n`
    const echo = this.echoing || kind === 'command' || kind === 'debug'
    const line: KeptLine = { number, kind, text, step: this.extract.steps.length - 1, echo }
    if (ends) this.echoing = false
    if (kind !== 'plain') this.extract.marked = true
    if (JOB_ENDS.test(text)) this.extract.whole = true
    if (kind === 'error') this.fail(line)
    else if (kind === 'plain' && !echo && COMPLAINT.test(text)) limited(this.extract.complaints, line)
    this.keep(line)
  }

  end(): LogExtract {
    return this.extract
  }

  private enter(kind: LogLine['kind'], text: string, step: string | null): void {
    const begins = kind === 'group' && text.startsWith('Run ')
    if (begins) {
      this.echoing = true
      this.script = ''
    }
    const named = step !== null && step !== this.namedStep
    if (named) this.namedStep = step
    if (named || (step === null && (begins || text === 'Post job cleanup.')))
      this.extract.steps.push({ title: step ?? text, failed: false })
  }

  private fail(line: KeptLine): void {
    limited(this.extract.errors, line)
    const step = this.extract.steps[line.step]
    if (step) step.failed = true
  }

  private keep(line: KeptLine): void {
    const { lines } = this.extract
    // The first lines tell the cause; the last ones, what ended the job.
    if (lines.length > MOST_LINES) lines.splice(MOST_LINES / 2, MOST_LINES / 4)
    if (this.isMarked(line.text)) {
      line.echo ||= line.kind === 'plain' && this.isPrinted(line.text.trim())
      lines.push(...this.recent, line)
      this.recent = []
      this.following = NEIGHBOURS
      return
    }
    if (this.following > 0) {
      lines.push(line)
      this.following -= 1
      return
    }
    this.recent.push(line)
    if (this.recent.length > NEIGHBOURS) this.recent.shift()
  }

  /** Whether the step's script prints this whatever happens. What it prints on a condition, or to end, is a cause. */
  private isPrinted(text: string): boolean {
    const at = this.script.indexOf(text)
    if (at === -1 || CONDITION.test(this.script.replaceAll(text, ''))) return false
    return PRINTS.test(this.script.slice(this.script.lastIndexOf('\n', at) + 1, at))
  }
}

/** Sifts a log that was parsed before. */
export function extractOf(log: ParsedLog, isMarked: (text: string) => boolean): LogExtract {
  const sifter = new LogSifter(isMarked)
  for (const line of log.lines) {
    const group = line.group === null ? undefined : log.groups[line.group]
    sifter.add(line, group?.lastLine === line.number)
  }
  return sifter.end()
}

/** Keeps the first ones and, of what comes later, the last ones. */
function limited(kept: KeptLine[], line: KeptLine): void {
  if (kept.length >= MOST_ERRORS) kept.splice(MOST_ERRORS / 2, 1)
  kept.push(line)
}
