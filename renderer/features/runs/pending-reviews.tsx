import { ShieldLockIcon } from '@primer/octicons-react'
import { Button, TextInput } from '@primer/react'
import { useState } from 'react'
import type { PendingReview, RunSummary } from '../../../shared/domain/run'
import styles from './pending-reviews.module.css'
import { useRunSteering } from './steering-queries'

/** The environments that a run waits for: who may review, and for those who may, the two answers. */
export function PendingReviews({ run, pending }: { run: RunSummary; pending: readonly PendingReview[] }) {
  const steering = useRunSteering(run.repository, run.id)
  const [comment, setComment] = useState('')
  return (
    <section className={styles.box} aria-label="Waiting for review">
      {pending.map((each) => (
        <div key={each.environmentId} className={styles.one}>
          <ShieldLockIcon size={16} />
          <p className={styles.says}>
            <strong>{each.environment}</strong> waits for a review by{' '}
            {each.reviewers.join(', ') || 'nobody named'}.
            {each.waitMinutes > 0 && ` Its timer takes ${each.waitMinutes} minutes.`}
            {!each.mayReview && ' You are not one of its reviewers.'}
          </p>
          {each.mayReview && (
            <div className={styles.answers}>
              <TextInput
                size="small"
                aria-label={`Comment on ${each.environment}`}
                placeholder="Comment"
                value={comment}
                onChange={(event) => setComment(event.target.value)}
              />
              <Button
                size="small"
                variant="danger"
                disabled={steering.isReviewing}
                onClick={() => steering.review([each.environmentId], 'rejected', comment)}
              >
                Reject
              </Button>
              <Button
                size="small"
                variant="primary"
                loading={steering.isReviewing}
                onClick={() => steering.review([each.environmentId], 'approved', comment)}
              >
                Approve
              </Button>
            </div>
          )}
        </div>
      ))}
    </section>
  )
}
