import type { TestEntry } from '../../shared/contract/test-runs'
import { verdictOf } from '../../shared/domain/own-runs'
import type { RunSummary } from '../../shared/domain/run'
import type { EndedRun, OwnRunsNews } from '../services/runs/own-runs'

/** What the system is to show, and where in the page it leads. */
export interface RunNotice {
  title: string
  body: string
  place: string
}

/** Lines that a notification has room for. */
const MOST_NAMED = 3

/** What is said of test runs that are over; null for news that end none. */
export function noticeOf(news: OwnRunsNews): RunNotice | null {
  switch (news.kind) {
    case 'view':
      return null
    case 'ended':
      return endOf(news.ended)
    case 'batch-ended':
      return endOfMany(news.entries)
    default: {
      const unreachable: never = news
      return unreachable
    }
  }
}

/** Where the page shows a run. */
export function placeOfRun({ repository, id }: Pick<RunSummary, 'repository' | 'id'>): string {
  return `#/r/${repository}/runs/${id}`
}

function endOf({ run, diagnoses }: EndedRun): RunNotice {
  const [cause] = diagnoses
  const name = `${run.workflowName} #${run.number}`
  const place = placeOfRun(run)
  const why = cause ? `${name}: ${cause.title}. ${cause.says}` : name
  switch (verdictOf(run, diagnoses)) {
    case 'passed':
      return { title: `✓ ${run.repository}: the test run passed`, body: name, place }
    case 'unproven':
      return { title: `! ${run.repository}: green, but not proven`, body: why, place }
    case 'failed':
      return { title: `✗ ${run.repository}: the test run failed`, body: why, place }
    case 'other': {
      const ended = run.conclusion === 'cancelled' ? 'was cancelled' : `ended with ${run.conclusion}`
      return { title: `${run.repository}: the test run ${ended}`, body: name, place }
    }
  }
}

function endOfMany(entries: readonly TestEntry[]): RunNotice | null {
  if (entries.length === 0) return null
  const passed = entries.filter(({ outcome }) => outcome === 'passed').length
  const rest = entries.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'cancelled')
  const named = rest.slice(0, MOST_NAMED).map(sayEntry)
  const more = rest.length - named.length
  return {
    title: `${rest.length === 0 ? '✓' : '✗'} ${passed} of ${entries.length} test runs passed`,
    body: [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    place: '#/tests',
  }
}

function sayEntry({ repository, diagnoses, failure, outcome }: TestEntry): string {
  return `${repository}: ${diagnoses[0]?.title ?? failure?.sentence ?? outcome}`
}
