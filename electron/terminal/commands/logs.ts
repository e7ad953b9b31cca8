import { LONGEST_PAGE, type LogHit } from '../../../shared/contract/run-logs'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { LogGroup, LogLine, MissingLog } from '../../../shared/domain/log'
import type { LogQuery } from '../../../shared/domain/log-query'
import type { RunJob, RunState } from '../../../shared/domain/run'
import { EXIT, failureBehind } from '../exit'
import type { Session } from '../session'
import { theRun } from './runs'

export interface LogsFlags {
  run?: number
  search?: string
  regex: boolean
  ignoreCase: boolean
}

export interface SearchFlags {
  regex: boolean
  ignoreCase: boolean
  repository: RepositoryName[]
  latest: number
}

/** What the terminal tells at most; the rest is counted. */
const MOST_HITS = 10_000
const MOST_OF_ONE = 1_000

/** `logs R`: the logs of one run, the latest by default; with --search the lines that hold a text. */
export async function logsVerb(
  session: Session,
  repository: RepositoryName,
  flags: LogsFlags,
): Promise<number> {
  const run = { repository, runId: await theRun(session, repository, flags.run ?? null) }
  const state = await session.client.runs.get(run)
  if (state.jobs.length === 0) return tellNoJobs(session, state)
  const query =
    flags.search === undefined
      ? null
      : { text: flags.search, regex: flags.regex, caseSensitive: !flags.ignoreCase }
  const printer = session.json ? new JsonLogs(session) : new TextLogs(session)
  session.ifStopped('', () => printer.breakOff(null))
  try {
    const { bad, found } = await printAll(session, printer, run, state.jobs, query)
    printer.close()
    return bad || (query !== null && found === 0) ? EXIT.bad : EXIT.fine
  } catch (error) {
    const failed = failureBehind(error)
    if (!failed) throw error
    printer.breakOff(failed)
    session.progress(session.told(failed))
    return EXIT.unanswered
  }
}

async function printAll(
  session: Session,
  printer: LogPrinter,
  run: Omit<Place, 'jobId'>,
  jobs: readonly RunJob[],
  query: LogQuery | null,
): Promise<{ bad: boolean; found: number }> {
  let bad = false
  let found = 0
  for (const job of jobs) {
    const place = { ...run, jobId: job.id }
    printer.begin(job)
    const lines = query ? foundLines(session, place, query) : allLines(session, place)
    for await (const step of lines) {
      if ('reason' in step) {
        printer.missing(step)
        bad = true
      } else {
        found += step.length
        printer.lines(step)
      }
    }
    printer.end()
  }
  return { bad, found }
}

type Place = { repository: RepositoryName; runId: number; jobId: number }

/** Every line, page by page; or why there is none. */
async function* allLines({ client }: Session, place: Place): AsyncGenerator<LogLine[] | MissingLog> {
  for (let from = 1; ; ) {
    const page = await client.runs.logPage({ ...place, from, count: LONGEST_PAGE })
    if (!page.available) {
      yield page
      return
    }
    from += page.lines.length
    if (page.lines.length > 0) yield page.lines
    else if (page.complete) return
  }
}

/** The lines that hold what is searched for; or why there is no log. */
async function* foundLines(
  session: Session,
  place: Place,
  query: LogQuery,
): AsyncGenerator<LogLine[] | MissingLog> {
  const { client } = session
  const outline = await client.runs.logOutline(place)
  if (!outline.available) {
    yield outline
    return
  }
  for await (const event of await client.runs.searchLog({ ...place, query })) {
    if (event.kind === 'ended') {
      if (event.cut) session.progress(`Only the first ${event.found} lines are told.`)
      return
    }
    for (const line of event.lines) {
      const page = await client.runs.logPage({ ...place, from: line, count: 1 })
      if (page.available) yield page.lines
    }
  }
}

interface LogPrinter {
  begin(job: RunJob): void
  lines(lines: readonly LogLine[]): void
  missing(log: MissingLog): void
  end(): void
  close(): void
  /** Ends the answer where it is, and says that it is not whole: why, or null where somebody stopped it. */
  breakOff(why: Failure | null): void
}

class TextLogs implements LogPrinter {
  constructor(private readonly session: Session) {}
  begin({ name }: RunJob): void {
    this.session.print(`== ${name}`)
  }
  lines(lines: readonly LogLine[]): void {
    this.session.print(lines.map(({ text }) => text).join('\n'))
  }
  missing({ says }: MissingLog): void {
    this.session.print(says)
  }
  end(): void {
    this.session.print('')
  }
  close(): void {}
  breakOff(): void {}
}

/** One JSON object, written while it comes in: a log may be longer than a text can be. */
class JsonLogs implements LogPrinter {
  private jobs = 0
  private jobId = 0
  private isOpen = false
  private told = 0
  private groups: LogGroup[] = []
  private log: MissingLog | null = null

  constructor(private readonly session: Session) {
    session.print('{ "jobs": [')
  }

  begin(job: RunJob): void {
    this.session.print(`${this.jobs === 0 ? '' : ', '}{ "job": ${JSON.stringify(job)},`)
    this.jobs += 1
    this.jobId = job.id
    this.isOpen = true
    this.told = 0
    this.groups = []
    this.log = null
  }

  lines(lines: readonly LogLine[]): void {
    if (this.told === 0) this.head()
    for (const line of lines) {
      this.session.print(`${this.told === 0 ? '' : ', '}${JSON.stringify(line)}`)
      this.told += 1
      if (line.kind === 'group')
        this.groups.push({ title: line.text, firstLine: line.number, lastLine: line.number })
      const group = line.group === null ? undefined : this.groups[line.group]
      if (group) group.lastLine = line.number
    }
  }

  missing(log: MissingLog): void {
    this.log = log
  }

  end(): void {
    this.isOpen = false
    if (this.log) {
      this.session.print(`"log": ${JSON.stringify(this.log)} }`)
      return
    }
    if (this.told === 0) this.head()
    this.session.print(`], "groups": ${JSON.stringify(this.groups)} } } }`)
  }

  close(): void {
    this.session.print('] }')
  }

  breakOff(failure: Failure | null): void {
    const jobId = this.isOpen ? this.jobId : null
    if (this.isOpen) this.end()
    this.session.print(`], "unfinished": ${JSON.stringify({ jobId, failure })} }`)
  }

  private head(): void {
    this.session.print(`"log": { "available": true, "jobId": ${this.jobId}, "log": { "lines": [`)
  }
}

/** A run that GitHub refused to start has no job: what is known of it says why. */
async function tellNoJobs(session: Session, { run }: RunState): Promise<number> {
  const place = { repository: run.repository, runId: run.id }
  const [diagnosis] = run.status === 'completed' ? await session.client.runs.diagnose(place) : []
  const missing =
    run.conclusion === 'startup_failure'
      ? {
          reason: 'startup-failure',
          says: `GitHub refused the run before any job began, so there is no log.${diagnosis ? ` ${diagnosis.says}` : ''}`,
        }
      : run.status === 'completed'
        ? { reason: 'gone', says: 'The run ended without a job, so there is no log.' }
        : { reason: 'not-finished', says: 'GitHub has not begun a job of this run yet.' }
  if (session.json) session.print(JSON.stringify({ jobs: [], missing }, null, 2))
  else session.print(missing.says)
  return EXIT.bad
}

/** `search TEXT`: over the latest logs of the fleet, or of some repositories. */
export async function searchVerb(session: Session, text: string, flags: SearchFlags): Promise<number> {
  const hits: LogHit[] = []
  const missing: object[] = []
  const failed: object[] = []
  let told = { logs: 0, cut: false }
  const query = { text, regex: flags.regex, caseSensitive: !flags.ignoreCase }
  for await (const event of await session.client.runs.searchLogs({
    query,
    repositories: flags.repository.length > 0 ? flags.repository : null,
    latest: flags.latest,
    perLog: MOST_OF_ONE,
    most: MOST_HITS,
  })) {
    if (event.kind === 'hit') {
      if (session.json) hits.push(event.hit)
      else session.print(hitText(event.hit))
      if (!session.json) hits.push({ ...event.hit, before: [], after: [] })
    } else if (event.kind === 'missing') {
      const { repository, runId, log } = event
      missing.push({ repository, runId, jobId: log.jobId, reason: log.reason, says: log.says })
    } else if (event.kind === 'failed') {
      failed.push({ repository: event.repository, failure: event.failure })
      session.progress(`${event.repository}: ${session.told(event.failure)}`)
    } else if (event.kind === 'ended') told = event
  }
  const { logs, cut } = told
  if (session.json) session.print(JSON.stringify({ hits, logs, cut, missing, failed }, null, 2))
  else session.progress(`${hits.length} lines in ${logs} logs${cut ? ', and more that are not told' : ''}.`)
  if (failed.length > 0 && logs === 0) return EXIT.unanswered
  return hits.length > 0 ? EXIT.fine : EXIT.bad
}

function hitText({ repository, runId, jobName, line, text }: LogHit): string {
  return `${repository} ${runId ?? ''} ${jobName ?? ''}:${line}: ${text}`
}
