import { PlayIcon } from '@primer/octicons-react'
import { Button, Select } from '@primer/react'
import { useState } from 'react'
import type { FleetRow } from '../../../shared/contract/fleet'
import { failureOf } from '../../api'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { count } from '../../ui/words'
import { useFleet } from '../fleet/fleet-queries'
import { ownChoices } from './common-choice'
import { CommonChoiceForm } from './common-choice-form'
import { startTests, steerTests, useTestSeries } from './test-batch'
import type { TestSeries } from './test-batch-state'
import { TestTable } from './test-table'
import styles from './tests-page.module.css'
import { type TestOrderForm, useTestOrder } from './use-test-order'

const LIMITS = [1, 2, 4, 8, 16]

/** A test run in each of many repositories, a few at once, with what each came to. `?repositories=` chooses some. */
export function TestsPage() {
  useTitle('Test runs')
  const fleet = useFleet()
  const rows = (fleet.data?.rows ?? []).filter(({ archived }) => !archived)
  return (
    <div className="full-page">
      <h1 className="page-title">Test runs</h1>
      <p className="section-lead">
        Unless chosen otherwise, each repository runs its first workflow that calls Bedrock, on its default
        branch and with the inputs that its setup fills. Nothing is changed; a run spends minutes of Actions
        and tokens of a model.
      </p>
      {fleet.isPending && <SkeletonLines lines={10} />}
      {fleet.error && <Problem failure={failureOf(fleet.error)} onRetry={() => void fleet.refetch()} />}
      {fleet.data && rows.length === 0 && (
        <Empty icon={PlayIcon} title="No repository is watched yet">
          Choose repositories in the fleet first.
        </Empty>
      )}
      {rows.length > 0 && <Choice rows={rows} />}
    </div>
  )
}

function Choice({ rows }: { rows: readonly FleetRow[] }) {
  const series = useTestSeries()
  const order = useTestOrder(rows.map(({ repository }) => repository))
  const busy = series !== null && !series.over
  return (
    <>
      <div className={styles.bar}>
        <p role="status" className={styles.words}>
          {summary(series, order.picked.length)}
        </p>
        {busy ? <Steering series={series} /> : <StartBar order={order} of={rows.length} />}
      </div>
      {series?.failure && <Problem failure={series.failure} />}
      {order.picked.length > 0 && (
        <CommonChoiceForm
          choice={order.asked}
          offer={order.offer}
          disabled={busy}
          onChange={order.setCommon}
        />
      )}
      <TestTable rows={rows} series={series} order={order} busy={busy} />
    </>
  )
}

function StartBar({ order, of }: { order: TestOrderForm; of: number }) {
  const [limit, setLimit] = useState(4)
  const { picked } = order
  const all = picked.length === of
  return (
    <>
      <div className={styles.limit}>
        <span id="tests-at-once">At once</span>
        <Select
          aria-labelledby="tests-at-once"
          value={String(limit)}
          onChange={(event) => setLimit(Number(event.target.value))}
        >
          {LIMITS.map((each) => (
            <Select.Option key={each} value={String(each)}>
              {String(each)}
            </Select.Option>
          ))}
        </Select>
      </div>
      <Button onClick={() => order.pickAll(!all)}>{all ? 'Choose none' : 'Choose all'}</Button>
      <Button
        variant="primary"
        leadingVisual={PlayIcon}
        disabled={picked.length === 0}
        onClick={() =>
          void startTests({
            names: picked,
            atOnce: limit,
            common: order.common,
            choices: ownChoices(picked, order.own),
          })
        }
      >
        {picked.length === 0 ? 'Start test runs' : `Start ${count(picked.length, 'test run')}`}
      </Button>
    </>
  )
}

function Steering({ series }: { series: TestSeries }) {
  if (series.state === 'cancelled') return <Button disabled>Waiting for those that run…</Button>
  const paused = series.state === 'paused'
  return (
    <>
      <Button onClick={() => void steerTests(paused ? 'running' : 'paused')}>
        {paused ? 'Go on' : 'Pause'}
      </Button>
      <Button variant="danger" onClick={() => void steerTests('cancelled')}>
        Leave out the rest
      </Button>
    </>
  )
}

function summary(series: TestSeries | null, picked: number): string {
  if (series === null) return `${count(picked, 'repository', 'repositories')} chosen.`
  const entries = [...series.entries.values()]
  const passed = entries.filter(({ outcome }) => outcome === 'passed').length
  const told = `${entries.length} of ${count(series.names.length, 'test run')} over, ${passed} passed`
  if (series.over) return `${told}.`
  return series.state === 'paused' ? `${told}. Paused: what runs goes on.` : `${told}.`
}
