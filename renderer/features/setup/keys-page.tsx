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

/** The removal of long-lived AWS keys that nothing reads any more: a plan of its own, which cannot be undone. */
export function KeysPage() {
  const repository = useRepositoryParam()
  useTitle(`Leftover keys of ${repository}`)
  useForgetWhatIsOver(repository)
  const progress = useProgress(repository)
  const plan = useQuery(
    api.setup.removeKeys.queryOptions({
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
        Leftover AWS keys
      </h1>
      <p className={styles.lead}>
        Stored keys work for whoever gets hold of them, until somebody deletes them. GitHub never shows the
        value of a secret, so a removed key cannot be had back: deactivate it in IAM first if you are not
        sure.
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
  title: 'No key is left that Rolecall could remove',
  says: 'Neither the repository nor its environments keep a secret that holds a static AWS key.',
}
