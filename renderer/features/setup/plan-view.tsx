import { AlertIcon, CheckCircleIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useState } from 'react'
import type { Plan } from '../../../shared/domain/plan'
import { Empty } from '../../ui/empty'
import { count } from '../../ui/words'
import { StartTestRun } from '../runs/start-test-run'
import { fallingWith } from './exclusion'
import { ExportMenu } from './export-menu'
import { PlanLints } from './plan-lints'
import styles from './plan-view.module.css'
import { startApply } from './progress'
import { StepView } from './step-view'

interface Props {
  plan: Plan
  /** While a newer plan is being made. */
  outdated: boolean
  /** What a plan without steps means, where it is not that the setup stands. */
  nothing?: { title: string; says: string }
}

/** What would be done, step by step, to agree to. */
export function PlanView({ plan, outdated, nothing = STANDS }: Props) {
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set())
  const gone = fallingWith(plan.steps, excluded)
  const remaining = plan.steps.filter(({ id }) => !gone.has(id))
  const toggle = (id: string) => {
    const next = new Set(excluded)
    if (!next.delete(id)) next.add(id)
    setExcluded(next)
  }
  return (
    <section className={styles.plan} aria-label="Plan" aria-busy={outdated} data-outdated={outdated}>
      {plan.conflicts.map(({ target, says }) => (
        <div key={target} className={styles.conflict} role="note" aria-label={`Conflict: ${target}`}>
          <AlertIcon />
          <p>
            <b>{target}:</b> {says}
          </p>
        </div>
      ))}
      {plan.needed.map(({ kind, says }) => (
        <div key={kind} className={styles.conflict} role="note" aria-label="Needed">
          <AlertIcon />
          <p>{says}</p>
        </div>
      ))}
      <PlanLints lints={plan.lints ?? []} />
      {(plan.left ?? []).map(({ target, says }) => (
        <p key={target} className={styles.left}>
          <b>{target}:</b> {says}
        </p>
      ))}
      {plan.steps.length === 0 && plan.needed.length === 0 && plan.conflicts.length === 0 && (
        <Empty
          icon={CheckCircleIcon}
          title={nothing.title}
          action={<StartTestRun repository={plan.repository} primary />}
        >
          {nothing.says}
        </Empty>
      )}
      {plan.steps.length > 0 && (
        <>
          <h2 className="visually-hidden">Steps</h2>
          <ol className={styles.steps}>
            {plan.steps.map((step, index) => (
              <StepView
                key={step.id}
                step={step}
                number={index + 1}
                included={!gone.has(step.id)}
                falls={gone.has(step.id) && !excluded.has(step.id)}
                onToggle={() => toggle(step.id)}
              />
            ))}
          </ol>
          <ApplyBar plan={plan} remaining={remaining} excluded={[...excluded]} outdated={outdated} />
        </>
      )}
    </section>
  )
}

const STANDS = {
  title: 'Nothing to do',
  says: 'Everything that this setup asks for already stands. A test run proves it.',
}

interface BarProps {
  plan: Plan
  remaining: Plan['steps']
  excluded: string[]
  outdated: boolean
}

function ApplyBar({ plan, remaining, excluded, outdated }: BarProps) {
  const lasting = remaining.filter(({ reversible }) => !reversible).length
  return (
    <div className={styles.bar}>
      <p className={styles.barWords}>
        {outdated ? 'The plan is being made anew…' : 'Nothing has been touched yet.'}
        {lasting > 0 && <span className={styles.lasting}> {count(lasting, 'step')} cannot be undone.</span>}
      </p>
      <ExportMenu
        plans={[{ planId: plan.id, exclude: excluded }]}
        disabled={outdated || remaining.length === 0}
      />
      <Button
        variant="primary"
        disabled={outdated || remaining.length === 0}
        onClick={() => startApply(plan.repository, plan.id, excluded)}
      >
        {`Apply ${count(remaining.length, 'step')}`}
      </Button>
    </div>
  )
}
