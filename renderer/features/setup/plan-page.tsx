import { SkeletonBox } from '@primer/react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { PlanRequest, SetupOptions } from '../../../shared/contract/setup'
import { ModelId, type RepositoryName } from '../../../shared/domain/ids'
import { SETUP_NEEDS_ACCOUNT, Setup, type UseCaseForm } from '../../../shared/domain/setup'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useRepositoryParam } from '../../ui/repository-param'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { repositoryPath } from '../../ui/words'
import { AccessWaits } from './access-waits'
import { AgreementOfferView } from './agreement-offer'
import styles from './plan-page.module.css'
import { PlanView } from './plan-view'
import { forgetProgress, useForgetWhatIsOver, useProgress } from './progress'
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
  const asked = useAskedModel()
  const [draft, setDraft] = useState<Setup | null>(
    asked && options.current ? { ...options.current, model: asked, modelAsTyped: false } : null,
  )
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
        <AccessWaits repository={repository} />
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
            {plan.data?.steps.map(({ id, action }) =>
              action.kind === 'accept-agreement' ? <AgreementOfferView key={id} action={action} /> : null,
            )}
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

/** A link may ask for another model than the repository has, such as its successor. */
function useAskedModel(): ModelId | null {
  const [params] = useSearchParams()
  return ModelId.safeParse(params.get('model')).data ?? null
}

function Skeleton() {
  return (
    <div className={styles.columns}>
      <SkeletonBox height="480px" />
      <SkeletonLines lines={12} />
    </div>
  )
}
