import { SkeletonBox } from '@primer/react'
import { useLayoutEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { PlanRequest, SetupOptions } from '../../../shared/contract/setup'
import type { RepositoryName } from '../../../shared/domain/ids'
import { SETUP_NEEDS_ACCOUNT, Setup, type UseCaseForm } from '../../../shared/domain/setup'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useRepositoryParam } from '../../ui/repository-param'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { repositoryPath } from '../../ui/words'
import styles from './plan-page.module.css'
import { PlanView } from './plan-view'
import { forgetProgress, useProgress } from './progress'
import { ProgressView } from './progress-view'
import { SetupAside } from './setup-aside'
import { usePlan, useRested, useSetupOptions } from './setup-queries'
import { UseCaseFormView } from './use-case-form'

const REST_MS = 400

/** From what is wanted to a plan, from the plan to its application, and back by undo. */
export function PlanPage() {
  const repository = useRepositoryParam()
  useTitle(`Plan for ${repository}`)
  const options = useSetupOptions(repository)
  return (
    <div className="page">
      <h1 className={styles.title}>
        <Link to={repositoryPath(repository)}>{repository}</Link>
        <span className={styles.slash}>/</span>
        Plan
      </h1>
      {options.isPending && <Skeleton />}
      <div className="notices">
        {options.error && (
          <Problem failure={failureOf(options.error)} onRetry={() => void options.refetch()} />
        )}
      </div>
      {options.data && <Planning key={repository} repository={repository} options={options.data} />}
    </div>
  )
}

function Planning({ repository, options }: { repository: RepositoryName; options: SetupOptions }) {
  const progress = useProgress(repository)
  useForgetWhatIsOver(repository)
  const [draft, setDraft] = useState<Setup | null>(null)
  const [form, setForm] = useState<UseCaseForm | null>(null)
  const setup = draft ?? options.current
  const valid = draft === null || Setup.safeParse(draft).success
  const request: PlanRequest = { repository, setup: draft, form }
  const rested = useRested(request, REST_MS)
  const settled = JSON.stringify(rested) === JSON.stringify(request)
  const plan = usePlan(settled ? request : rested, valid && options.current !== null && !progress)

  if (!setup) return <Problem failure={SETUP_NEEDS_ACCOUNT} />
  const asksForm = plan.data?.needed.some(({ kind }) => kind === 'use-case-form') || form !== null
  return (
    <div className={styles.columns}>
      <SetupAside
        options={options}
        setup={setup}
        busy={progress !== undefined && !progress.over}
        onChange={(next) => {
          forgetProgress(repository)
          setDraft(next)
        }}
      />
      <div className={styles.plan}>
        {progress ? (
          <>
            <h2 className="visually-hidden">Steps</h2>
            <ProgressView repository={repository} progress={progress} leave="Plan again" />
          </>
        ) : (
          <>
            {asksForm && <UseCaseFormView form={form} onChange={setForm} />}
            {plan.isPending && <SkeletonLines lines={10} />}
            {plan.error && <Problem failure={failureOf(plan.error)} onRetry={() => void plan.refetch()} />}
            {plan.data && !plan.error && (
              <PlanView
                key={plan.data.id}
                plan={plan.data}
                outdated={plan.isFetching || !settled || !valid}
              />
            )}
          </>
        )}
      </div>
    </div>
  )
}

/** Who comes here again wants a plan, and not the end of the last one. */
function useForgetWhatIsOver(repository: RepositoryName): void {
  const progress = useProgress(repository)
  const onArrival = useRef(progress)
  useLayoutEffect(() => {
    if (onArrival.current?.over) forgetProgress(repository)
  }, [repository])
}

function Skeleton() {
  return (
    <div className={styles.columns}>
      <SkeletonBox height="480px" />
      <SkeletonLines lines={12} />
    </div>
  )
}
