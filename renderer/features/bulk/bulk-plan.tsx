import { Button, SegmentedControl } from '@primer/react'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { FleetPlan } from '../../../shared/contract/batch'
import { api, client, queryClient } from '../../api'
import { showFailure } from '../../frame/toast'
import { count } from '../../ui/words'
import { ExportMenu } from '../setup/export-menu'
import styles from './bulk.module.css'
import { chosenOf, type Excluded, goneOf, linesByChange, linesByRepository, problemLines } from './plan-lines'
import { PlanList } from './plan-list'

type By = 'change' | 'repository' | 'problem'

interface Props {
  plan: FleetPlan
  /** While a newer plan is being made. */
  outdated: boolean
  onPlanAgain(): void
}

/** What would be done to all of them, by change or by repository, to agree to. */
export function BulkPlan({ plan, outdated, onPlanAgain }: Props) {
  const [by, setBy] = useState<By>('change')
  const [excluded, setExcluded] = useState<Excluded>(new Map())
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const repositories = useMemo(() => linesByRepository(plan), [plan])
  const problems = useMemo(() => problemLines(plan), [plan])
  const changes = useMemo(() => linesByChange(plan, open), [plan, open])
  const toggleOpen = (key: string) => {
    const next = new Set(open)
    if (!next.delete(key)) next.add(key)
    setOpen(next)
  }
  const views: { by: By; title: string }[] = [
    { by: 'change', title: `${count(plan.groups.length, 'change')}` },
    { by: 'repository', title: count(repositories.length, 'repository', 'repositories') },
    { by: 'problem', title: count(problems.length, 'problem') },
  ]
  const lines = { change: changes, repository: repositories, problem: problems }[by]
  return (
    <section className={styles.plan} aria-label="Plan" aria-busy={outdated}>
      <SegmentedControl aria-label="The plan by">
        {views.map((view) => (
          <SegmentedControl.Button key={view.by} selected={by === view.by} onClick={() => setBy(view.by)}>
            {view.title}
          </SegmentedControl.Button>
        ))}
      </SegmentedControl>
      <PlanList lines={lines} open={open} excluded={excluded} onOpen={toggleOpen} onExclude={setExcluded} />
      <ApplyBar plan={plan} excluded={excluded} outdated={outdated} onPlanAgain={onPlanAgain} />
    </section>
  )
}

function ApplyBar({ plan, excluded, outdated, onPlanAgain }: Props & { excluded: Excluded }) {
  const navigate = useNavigate()
  const [starting, setStarting] = useState(false)
  const chosen = chosenOf(plan, excluded)
  const remaining = plan.plans.flatMap((one) => {
    const gone = goneOf(one, excluded)
    return one.steps.filter(({ id }) => !gone.has(id))
  })
  const out = plan.plans.reduce((sum, { steps }) => sum + steps.length, 0) - remaining.length
  const lasting = remaining.filter(({ reversible }) => !reversible).length
  const apply = async () => {
    setStarting(true)
    try {
      navigate(`/bulk/${await begin(chosen)}`, { replace: true })
    } catch (error) {
      setStarting(false)
      showFailure('Nothing was begun', error)
    }
  }
  return (
    <div className={styles.bar}>
      <p className={styles.words} role="status">
        {outdated ? 'The plan is being made anew…' : 'Nothing has been touched yet.'}
        {out > 0 && ` ${count(out, 'step')} left out.`}
        {lasting > 0 && <span className={styles.lasting}> {count(lasting, 'step')} cannot be undone.</span>}
      </p>
      <ExportMenu plans={chosen} disabled={outdated || chosen.length === 0} />
      <Button disabled={outdated} onClick={onPlanAgain}>
        Plan again
      </Button>
      <Button
        variant="primary"
        disabled={outdated || starting || chosen.length === 0}
        onClick={() => void apply()}
      >
        {`Apply ${count(remaining.length, 'step')} to ${count(chosen.length, 'repository', 'repositories')}`}
      </Button>
    </div>
  )
}

/* The batch goes on by itself: its page follows it by its id. */
async function begin(plans: { planId: string; exclude: string[] }[]): Promise<string> {
  for await (const event of await client.setup.applyMany({ plans })) {
    void queryClient.invalidateQueries({ queryKey: api.setup.batches.key() })
    if (event.kind === 'started') return event.batchId
  }
  throw new Error('The batch did not say that it began.')
}
