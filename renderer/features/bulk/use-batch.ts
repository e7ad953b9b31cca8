import { useRef, useState } from 'react'
import type { BatchNews } from '../../../shared/contract/batch'
import { client } from '../../api'
import { useStream } from '../../use-stream'
import { afterNews, type BatchView } from './batch-state'

/* A batch tells many things a second; a screen shows a few. */
const BATCH_MS = 100

/** A batch as it goes on, found again after the page was left or loaded anew; null until it is known. */
export function useBatch(batchId: string): BatchView | null {
  const [view, setView] = useState<BatchView | null>(null)
  const waiting = useRef<BatchNews[]>([])
  useStream<BatchNews>(batchId, {
    open: (signal) => client.setup.followMany({ batchId }, { signal }),
    onEvent: (event) => {
      if (waiting.current.push(event) > 1) return
      setTimeout(() => {
        const news = waiting.current.splice(0)
        setView((before) => afterNews(before, news))
      }, BATCH_MS)
    },
  })
  return view
}
