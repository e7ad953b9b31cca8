import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'react-router'
import type { BatchHead } from '../../shared/contract/batch'
import { api } from '../api'
import styles from './batch-strip.module.css'

const LOOK_AGAIN_MS = 2_000

/** The way back to a batch that is under way, from wherever the user went meanwhile. */
export function BatchStrip() {
  const { pathname } = useLocation()
  const batches = useQuery(
    api.setup.batches.queryOptions({
      refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? LOOK_AGAIN_MS : false),
    }),
  ).data
  const elsewhere = batches?.filter((head) => isUnderWay(head) && pathname !== `/bulk/${head.batchId}`)
  return elsewhere?.map(({ batchId, settled, total, state, undoing }) => (
    <p key={batchId} className={styles.strip}>
      {undoing
        ? 'A change of many repositories is being taken back.'
        : `A change of many repositories is ${state === 'paused' ? 'paused' : 'under way'}: ${settled} of ${total} are over.`}{' '}
      <Link to={`/bulk/${batchId}`}>Show it</Link>
    </p>
  ))
}

function isUnderWay({ endedAt, undoing }: BatchHead): boolean {
  return endedAt === null || undoing
}
