import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useRepositoryParam } from '../../ui/repository-param'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { repositoryPath } from '../../ui/words'
import styles from './plan-page.module.css'
import { PlanView } from './plan-view'
import { useForgetWhatIsOver, useProgress } from './progress'
import { ProgressView } from './progress-view'

interface Props {
  title: string
  /** What goes, what stays, and what cannot be had back. */
  lead: string
  /** What it means when there is nothing to remove. */
  nothing: { title: string; says: string }
  procedure: typeof api.setup.tearDown | typeof api.setup.removeKeys
}

/** A plan that takes something away from a repository: agreed to, followed and undone like any other. */
export function RemovalPage({ title, lead, nothing, procedure }: Props) {
  const repository = useRepositoryParam()
  useTitle(`${title} of ${repository}`)
  useForgetWhatIsOver(repository)
  const progress = useProgress(repository)
  const plan = useQuery(
    procedure.queryOptions({
      input: { repository },
      enabled: !progress,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
  )
  return (
    <div className="page">
      <h1 className={styles.title}>
        <Link to={repositoryPath(repository)}>{repository}</Link>
        <span className={styles.slash}>/</span>
        {title}
      </h1>
      <p className={styles.lead}>{lead}</p>
      <div className={styles.plan}>
        {progress ? (
          <ProgressView repository={repository} progress={progress} leave="Plan again" />
        ) : (
          <>
            {plan.isPending && <SkeletonLines lines={6} />}
            {plan.error && <Problem failure={failureOf(plan.error)} onRetry={() => void plan.refetch()} />}
            {plan.data && (
              <PlanView key={plan.data.id} plan={plan.data} outdated={plan.isFetching} nothing={nothing} />
            )}
          </>
        )}
      </div>
    </div>
  )
}
