import { Link } from 'react-router'
import type { LogHit } from '../../../shared/contract/run-logs'
import type { LogQuery } from '../../../shared/domain/log-query'
import { cutAt } from '../../ui/log/log-rows'
import { count, repositoryPath } from '../../ui/words'
import styles from './search-page.module.css'

/** Hits of one job, in the order in which they were found. */
interface JobHits {
  key: string
  first: LogHit
  hits: LogHit[]
}

/** What was found, under the repository, run and job that it was found in; each line leads to its place in the log. */
export function SearchResults({ hits, query }: { hits: readonly LogHit[]; query: LogQuery }) {
  return (
    <ol className={styles.results} aria-label="Hits">
      {byJob(hits).map(({ key, first, hits }) => (
        <li key={key}>
          <article className={styles.job} aria-label={`${first.repository}, ${jobWords(first)}`}>
            <h2 className={styles.jobHead}>
              <Link to={repositoryPath(first.repository)}>{first.repository}</Link>
              <JobName hit={first} />
              <span className="muted">{count(hits.length, 'hit')}</span>
            </h2>
            <ol className={styles.hits}>
              {hits.map((hit) => (
                <li key={hit.line} className={styles.hit}>
                  <Context lines={hit.before} from={hit.line - hit.before.length} />
                  <HitLine hit={hit} query={query} />
                  <Context lines={hit.after} from={hit.line + 1} />
                </li>
              ))}
            </ol>
          </article>
        </li>
      ))}
    </ol>
  )
}

function JobName({ hit }: { hit: LogHit }) {
  const place = placeOf(hit)
  return place === null ? <span>{jobWords(hit)}</span> : <Link to={place}>{jobWords(hit)}</Link>
}

function HitLine({ hit, query }: { hit: LogHit; query: LogQuery }) {
  const place = placeOf(hit)
  const parts = query.regex ? [hit.text] : cutAt(hit.text, query.text, query.caseSensitive)
  const text = (
    <>
      <span className={styles.number}>
        <span className="visually-hidden">Line </span>
        {hit.line}
      </span>
      <code className={styles.text}>
        {parts.map((part, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never move.
          index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
        )}
      </code>
    </>
  )
  /* A log that is kept of a run that nobody remembers has its text, and no page. */
  return place === null ? (
    <span className={styles.line}>{text}</span>
  ) : (
    <Link className={styles.line} to={`${place}&line=L${hit.line}`}>
      {text}
    </Link>
  )
}

function Context({ lines, from }: { lines: readonly string[]; from: number }) {
  const numbered = lines.map((text, index) => ({ text, number: from + index }))
  return numbered.map(({ text, number }) => (
    <span key={number} className={styles.around}>
      <span className={styles.number}>{number}</span>
      <code className={styles.text}>{text}</code>
    </span>
  ))
}

function byJob(hits: readonly LogHit[]): JobHits[] {
  const jobs = new Map<string, JobHits>()
  for (const hit of hits) {
    const key = `${hit.repository} ${hit.jobId}`
    const job = jobs.get(key)
    if (job) job.hits.push(hit)
    else jobs.set(key, { key, first: hit, hits: [hit] })
  }
  /* Several logs are searched at a time: the jobs of a repository are brought together again. */
  const order = new Map<string, number>()
  for (const { repository } of hits) if (!order.has(repository)) order.set(repository, order.size)
  const at = ({ first }: JobHits) => order.get(first.repository) ?? 0
  return [...jobs.values()].sort((one, other) => at(one) - at(other))
}

function jobWords({ runId, jobId, jobName }: LogHit): string {
  const job = jobName ?? `Job ${jobId}`
  return runId === null ? job : `${job}, run ${runId}`
}

function placeOf({ repository, runId, jobId }: LogHit): string | null {
  return runId === null ? null : repositoryPath(repository, `/runs/${runId}?job=${jobId}`)
}
