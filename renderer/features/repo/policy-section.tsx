import { AlertIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import type { RepositoryName } from '../../../shared/domain/ids'
import { api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { policyLines } from './policy-words'
import styles from './sections.module.css'

const READING_LASTS_MS = 5 * 60_000

/** What the owners allow here: which actions may run, what a job may do, and who must agree to a merge. */
export function PolicySection({ repository }: { repository: RepositoryName }) {
  const policy = useQuery(
    api.fleet.policy.queryOptions({ input: { repository }, staleTime: READING_LASTS_MS }),
  )
  if (policy.data === null) return null
  return (
    <section className="section" aria-labelledby="policy">
      <h2 className="section-title" id="policy">
        What GitHub allows here
      </h2>
      {policy.isPending && <SkeletonLines lines={3} />}
      {policy.error && <Problem failure={failureOf(policy.error)} onRetry={() => void policy.refetch()} />}
      {policy.data && (
        <dl className={styles.rules}>
          {policyLines(policy.data).map(({ title, says, hinders }) => (
            <div key={title} className={styles.rule}>
              <dt>{title}</dt>
              <dd className={hinders ? styles.reach : undefined}>
                {hinders && (
                  <>
                    <AlertIcon size={12} aria-label="In the way" />{' '}
                  </>
                )}
                {says}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
