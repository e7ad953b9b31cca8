import { CheckCircleIcon } from '@primer/octicons-react'
import { LinkButton } from '@primer/react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { FleetPlan } from '../../../shared/contract/batch'
import { RepositoryName } from '../../../shared/domain/ids'
import type { UseCaseForm } from '../../../shared/domain/setup'
import { api, failureOf } from '../../api'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { count } from '../../ui/words'
import { UseCaseFormView } from '../setup/use-case-form'
import styles from './bulk.module.css'
import { BulkPlan } from './bulk-plan'

/** One plan over many repositories. `?repositories=` names them; without it, every watched one. */
export function BulkPage() {
  useTitle('Plan for many repositories')
  const [params] = useSearchParams()
  const named = params.get('repositories')?.split(',')
  const repositories = named?.flatMap((name) => RepositoryName.safeParse(name).data ?? []) ?? null
  const [form, setForm] = useState<UseCaseForm | null>(null)
  const plan = useQuery(
    api.setup.planMany.queryOptions({
      input: { repositories, form },
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: keepPreviousData,
    }),
  )
  const again = () => void plan.refetch()
  const asksForm = form !== null || (plan.data && needsForm(plan.data))
  const whose = repositories ? count(repositories.length, 'repository', 'repositories') : 'the fleet'
  return (
    <div className={styles.page}>
      <h1 className="page-title">{`Plan for ${whose}`}</h1>
      {plan.isPending && (
        <>
          <p role="status" className="muted">
            Reading both clouds, and planning. Nothing is touched.
          </p>
          <SkeletonLines lines={12} />
        </>
      )}
      {plan.error && <Problem failure={failureOf(plan.error)} onRetry={again} onReplan={again} />}
      {asksForm && (
        <details className={styles.form}>
          <summary>Answer Anthropic’s first-time-use form for the accounts that lack it</summary>
          <UseCaseFormView form={form} onChange={setForm} />
        </details>
      )}
      {plan.data && isEmpty(plan.data) && <NothingToDo />}
      {plan.data && !isEmpty(plan.data) && (
        <BulkPlan key={plan.dataUpdatedAt} plan={plan.data} outdated={plan.isFetching} onPlanAgain={again} />
      )}
    </div>
  )
}

function needsForm({ plans }: FleetPlan): boolean {
  return plans.some(({ needed }) => needed.some(({ kind }) => kind === 'use-case-form'))
}

function isEmpty({ plans, failures }: FleetPlan): boolean {
  const quiet = plans.every((one) => one.steps.length + one.conflicts.length + one.needed.length === 0)
  return quiet && failures.length === 0
}

function NothingToDo() {
  return (
    <Empty
      icon={CheckCircleIcon}
      title="Nothing to do"
      action={
        <LinkButton as={Link} to="/">
          To the fleet
        </LinkButton>
      }
    >
      Everything that these repositories’ setups ask for already stands.
    </Empty>
  )
}
