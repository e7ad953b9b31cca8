import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useRepositoryParam } from '../../ui/repository-param'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { repositoryPath } from '../../ui/words'
import styles from './plan-page.module.css'
import { PlanView } from './plan-view'
import { useForgetWhatIsOver, useProgress } from './progress'
import { ProgressView } from './progress-view'

/** The removal of what a setup put in place: a plan like any other, with what it leaves. */
export function TearDownPage() {
  const repository = useRepositoryParam()
  useTitle(`Tear-down of ${repository}`)
  useForgetWhatIsOver(repository)
  const progress = useProgress(repository)
  const plan = useQuery(
    api.setup.tearDown.queryOptions({
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
        Tear-down
      </h1>
      <p className={styles.lead}>
        Takes away what a setup put in place for this repository: its values, and its role where nobody else
        uses it. What others use stays. It can be undone, but for secrets, whose value GitHub never shows.
      </p>
      <div className={styles.plan}>
        {progress ? (
          <ProgressView repository={repository} progress={progress} leave="Plan again" />
        ) : (
          <>
            {plan.isPending && <SkeletonLines lines={6} />}
            {plan.error && <Problem failure={failureOf(plan.error)} onRetry={() => void plan.refetch()} />}
            {plan.data && (
              <PlanView key={plan.data.id} plan={plan.data} outdated={plan.isFetching} nothing={NOTHING} />
            )}
          </>
        )}
      </div>
    </div>
  )
}

const NOTHING = {
  title: 'Nothing to take away',
  says: 'Nothing stands that Rolecall’s setup of this repository would have put in place.',
}
