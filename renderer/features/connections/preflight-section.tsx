import { SyncIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import styles from './preflight.module.css'

interface Props<Answer> {
  /** Of the heading. */
  id: string
  title: string
  /** How it was found, and what that cannot tell. */
  lead: string
  query: UseQueryResult<Answer[]>
  children(answers: readonly Answer[], again: () => void): ReactNode
}

/** What the connections of one cloud may do, read when the page is opened and on request. */
export function PreflightSection<Answer>({ id, title, lead, query, children }: Props<Answer>) {
  const { data, error, isPending, isFetching } = query
  const again = () => void query.refetch()
  return (
    <section className="section" aria-labelledby={id}>
      <div className="line section-title">
        <h2 className={styles.title} id={id}>
          {title}
        </h2>
        <Button size="small" leadingVisual={SyncIcon} loading={isFetching && !isPending} onClick={again}>
          Check again
        </Button>
      </div>
      <p className="section-lead">{lead}</p>
      {isPending && <SkeletonLines lines={7} />}
      {error && <Problem failure={failureOf(error)} onRetry={again} />}
      {data && children(data, again)}
    </section>
  )
}
