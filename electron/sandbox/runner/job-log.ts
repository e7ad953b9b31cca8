import type { GithubAnnotation, GithubJob } from '../github/github-world'

/** The shortest secret that is masked; GitHub masks every non-empty one, but a letter would blacken the log. */
const SHORTEST_SECRET = 4

/** GitHub keeps no more annotations of a job. */
const MOST_ANNOTATIONS = 50

/** Where an annotation stands that is about no file. */
const NO_FILE = { title: '', path: '.github', line: 1 }

/** Writes one job's log as GitHub's API serves it: each line stamped, markers raw, secrets as `***`. */
export class JobLog {
  readonly #job: GithubJob
  readonly #now: () => number
  readonly #secrets = new Set<string>()
  /** Lines of one millisecond stay in order: the runner counts the 100 ns ticks up. */
  #tick = 0

  constructor(job: GithubJob, now: () => number) {
    this.#job = job
    this.#now = now
  }

  /** Hides a value from here on, each of its lines as well. */
  mask(secret: string): void {
    for (const line of [secret, ...secret.split('\n')]) {
      if (line.trim().length >= SHORTEST_SECRET) this.#secrets.add(line.trim())
    }
  }

  line(...texts: string[]): void {
    for (const text of texts.flatMap((each) => each.split('\n'))) {
      this.#job.log += `${this.#stamp()} ${this.#masked(text)}\n`
    }
  }

  group(title: string, lines: string[]): void {
    this.line(`##[group]${title}`, ...lines, '##[endgroup]')
  }

  /** An error of the runner or an action: in the log, and an annotation of the job. */
  error(text: string): void {
    this.issue('error', text)
  }

  /** What a step says with `::error`, `::warning` or `::notice`. */
  issue(level: 'error' | 'warning' | 'notice', text: string, place: Partial<typeof NO_FILE> = {}): void {
    this.line(`##[${level}]${text}`)
    const annotations: GithubAnnotation[] = this.#job.annotations ?? []
    if (annotations.length >= MOST_ANNOTATIONS) return
    const message = this.#masked(text)
    const annotation = {
      ...NO_FILE,
      ...place,
      level: level === 'error' ? ('failure' as const) : level,
      message,
    }
    this.#job.annotations = [...annotations, annotation]
  }

  #masked(text: string): string {
    let masked = text
    for (const secret of this.#secrets) masked = masked.replaceAll(secret, '***')
    return masked
  }

  #stamp(): string {
    this.#tick = (this.#tick + 7) % 10_000
    const ticks = String(this.#tick).padStart(4, '0')
    return new Date(this.#now()).toISOString().replace('Z', `${ticks}Z`)
  }
}
