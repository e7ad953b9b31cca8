import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { answerCalls } from './storage/logs/answer-calls'
import { LogShelf } from './storage/logs/log-shelf'

/* The thread that keeps and searches logs, so that a log of 100 MB holds nobody up. */

if (parentPort) {
  answerCalls(parentPort, new LogShelf(z.object({ folder: z.string() }).parse(workerData)))
  parentPort.postMessage({ id: 0, kind: 'value', value: 'ready' })
}
