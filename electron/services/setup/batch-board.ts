import type { BatchEvent, BatchHead, BatchNews, BatchRow } from '../../../shared/contract/batch'
import type { ApplyEvent } from '../../../shared/contract/setup'
import type { RepositoryName } from '../../../shared/domain/ids'
import { dependentsOf } from '../../../shared/domain/step-order'
import { Channel } from '../../channel'
import type { BatchPlan } from './batch'

/** How a batch stands, for everybody who looks: a page that was left or loaded again finds it as it is. */
export class BatchBoard {
  readonly head: BatchHead
  private readonly rows = new Map<RepositoryName, BatchRow>()
  private readonly readers = new Set<Channel<BatchNews>>()

  constructor(
    batchId: string,
    plans: readonly BatchPlan[],
    private readonly now: () => string,
  ) {
    this.head = {
      batchId,
      state: 'running',
      startedAt: now(),
      endedAt: null,
      undoing: false,
      total: plans.length,
      settled: 0,
    }
    for (const one of plans) this.rows.set(one.plan.repository, rowOf(one))
  }

  /** The whole as it stands, then every change; ends when the reader leaves. */
  async *follow(signal: AbortSignal | undefined): AsyncGenerator<BatchNews> {
    const channel = new Channel<BatchNews>()
    channel.push({ kind: 'view', head: { ...this.head }, rows: [...this.rows.values()] })
    this.readers.add(channel)
    signal?.addEventListener('abort', () => channel.close(), { once: true })
    try {
      yield* channel
    } finally {
      this.readers.delete(channel)
    }
  }

  row(repository: RepositoryName): BatchRow | undefined {
    return this.rows.get(repository)
  }

  all(): BatchRow[] {
    return [...this.rows.values()]
  }

  /** Notes what a batch tells. */
  note(event: BatchEvent): void {
    switch (event.kind) {
      case 'started':
        return
      case 'repository':
        this.noteStep(event.repository, event.event)
        return
      case 'settled':
        this.head.settled = event.done
        this.change(event.entry.repository, { entry: { ...event.entry }, doing: null })
        return
      case 'state':
        this.head.state = event.state
        this.tell({ kind: 'head', head: { ...this.head } })
        return
      case 'ended':
        this.head.endedAt = this.now()
        for (const entry of event.entries) this.change(entry.repository, { entry: { ...entry } })
        this.tell({ kind: 'head', head: { ...this.head } })
        return
      default: {
        const unreachable: never = event
        throw new Error(`Unknown event ${JSON.stringify(unreachable)}.`)
      }
    }
  }

  undoing(is: boolean): void {
    this.head.undoing = is
    this.tell({ kind: 'head', head: { ...this.head } })
  }

  /** Changes a row, and tells it. */
  change(repository: RepositoryName, part: Partial<BatchRow>): void {
    const row = this.rows.get(repository)
    if (!row) return
    const next = { ...row, ...part }
    this.rows.set(repository, next)
    this.tell({ kind: 'row', head: { ...this.head }, row: next })
  }

  private noteStep(repository: RepositoryName, event: ApplyEvent): void {
    const row = this.rows.get(repository)
    if (!row) return
    if (event.kind === 'started')
      this.change(repository, { doing: 'Looking again before anything is touched' })
    if (event.kind === 'waiting') this.change(repository, { doing: event.says })
    if (event.kind === 'step') {
      const { stepId, phase } = event.entry
      if (phase === 'begun') this.change(repository, { doing: row.titles[stepId] ?? null })
      if (phase === 'done') this.change(repository, { done: row.done + 1 })
    }
  }

  private tell(news: BatchNews): void {
    for (const reader of this.readers) reader.push(news)
  }
}

function rowOf({ plan, exclude }: BatchPlan): BatchRow {
  const gone = new Set([...exclude, ...dependentsOf(plan, exclude).map(({ id }) => id)])
  const left = plan.steps.filter(({ id }) => !gone.has(id))
  return {
    repository: plan.repository,
    planId: plan.id,
    steps: left.length,
    done: 0,
    titles: Object.fromEntries(left.map(({ id, title }) => [id, title])),
    doing: null,
    entry: null,
    undo: null,
    undoFailure: null,
  }
}
