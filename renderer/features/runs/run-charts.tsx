import { useId } from 'react'
import type { RunSummary } from '../../../shared/domain/run'
import { periodsOf, type RunPeriod, statisticsOf } from '../../../shared/domain/run-statistics'
import { count } from '../../ui/words'
import styles from './run-charts.module.css'
import { dayWords, localDay, secondsWords } from './run-words'

const WIDTH = 360
const HEIGHT = 56
const GAP = 2

/** What the runs came to over time: how many succeeded, and how long they took. */
export function RunCharts({ runs }: { runs: readonly RunSummary[] }) {
  const all = statisticsOf(runs)
  const periods = periodsOf(runs, localDay)
  if (periods.length === 0) return null
  return (
    <section className={styles.charts} aria-label="Over time">
      <figure className={styles.chart}>
        <figcaption>
          <strong>
            {all.successRate === null ? 'None decided' : `${percent(all.successRate)} succeeded`}
          </strong>
          <span>
            {count(all.runs, 'run')}, {all.failed} failed
          </span>
        </figcaption>
        <OutcomeBars periods={periods} />
        <Span periods={periods} />
      </figure>
      <figure className={styles.chart}>
        <figcaption>
          <strong>
            {all.medianSeconds === null ? 'No duration known' : `${secondsWords(all.medianSeconds)} median`}
          </strong>
          {all.slowSeconds !== null && <span>nine of ten within {secondsWords(all.slowSeconds)}</span>}
        </figcaption>
        <DurationBars periods={periods} />
        <Span periods={periods} />
      </figure>
      <PeriodTable periods={periods} />
    </section>
  )
}

/* Failed is hatched and stands at the bottom: the bars tell without colour, too. */
function OutcomeBars({ periods }: { periods: readonly RunPeriod[] }) {
  const hatch = useId()
  const most = Math.max(...periods.map(({ runs }) => runs), 1)
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="4" height="4" className={styles.failed} />
          <rect width="1.5" height="4" className={styles.stripe} />
        </pattern>
      </defs>
      {periods.map(({ from, to, succeeded, failed, undecided }, index) => {
        const { x, width } = placeOf(index, periods.length)
        const parts = [
          { key: 'failed', n: failed, fill: `url(#${hatch})`, className: undefined },
          { key: 'succeeded', n: succeeded, fill: undefined, className: styles.succeeded },
          { key: 'undecided', n: undecided, fill: undefined, className: styles.undecided },
        ]
        let bottom = HEIGHT
        return (
          <g key={from}>
            <title>{`${spanWords(from, to)}: ${succeeded} succeeded, ${failed} failed, ${undecided} other`}</title>
            <rect x={x} y={0} width={width} height={HEIGHT} className={styles.hover} />
            {parts.map(({ key, n, fill, className }) => {
              const height = (n / most) * HEIGHT
              bottom -= height
              return n === 0 ? null : (
                <rect
                  key={key}
                  x={x}
                  y={bottom}
                  width={width}
                  height={height}
                  fill={fill}
                  className={className}
                />
              )
            })}
          </g>
        )
      })}
    </svg>
  )
}

function DurationBars({ periods }: { periods: readonly RunPeriod[] }) {
  const most = Math.max(...periods.map(({ medianSeconds }) => medianSeconds ?? 0), 1)
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {periods.map(({ from, to, medianSeconds }, index) => {
        const { x, width } = placeOf(index, periods.length)
        const height = Math.max(2, ((medianSeconds ?? 0) / most) * HEIGHT)
        return (
          <g key={from}>
            <title>{`${spanWords(from, to)}: ${medianSeconds === null ? 'no run' : `${secondsWords(medianSeconds)} median`}`}</title>
            <rect x={x} y={0} width={width} height={HEIGHT} className={styles.hover} />
            {medianSeconds !== null && (
              <rect x={x} y={HEIGHT - height} width={width} height={height} className={styles.duration} />
            )}
          </g>
        )
      })}
    </svg>
  )
}

/* Few bars stand at the right, where now is, and are no wider than bars. */
function placeOf(index: number, of: number): { x: number; width: number } {
  const step = Math.min(WIDTH / of, 24)
  return { x: WIDTH - (of - index) * step, width: step - GAP }
}

function Span({ periods }: { periods: readonly RunPeriod[] }) {
  const first = periods[0]?.from ?? ''
  const last = periods.at(-1)?.to ?? ''
  return (
    <p className={styles.span} aria-hidden="true">
      {first !== last && <span>{dayWords(first)}</span>}
      <span>{dayWords(last)}</span>
    </p>
  )
}

/** The same for who does not see the bars. */
function PeriodTable({ periods }: { periods: readonly RunPeriod[] }) {
  return (
    <table className="visually-hidden" aria-label="Runs over time">
      <thead>
        <tr>
          {['Day', 'Succeeded', 'Failed', 'Other', 'Median duration'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {periods.map(({ from, to, succeeded, failed, undecided, medianSeconds }) => (
          <tr key={from}>
            <th scope="row">{spanWords(from, to)}</th>
            <td>{succeeded}</td>
            <td>{failed}</td>
            <td>{undecided}</td>
            <td>{medianSeconds === null ? 'none' : secondsWords(medianSeconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function spanWords(from: string, to: string): string {
  return from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`
}

function percent(share: number): string {
  /* Nobody should read 100 % while something failed. */
  return `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100} %`
}
