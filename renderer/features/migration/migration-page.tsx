import { KeyIcon, SyncIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { MigrationState } from '../../../shared/domain/migration'
import { api, failureOf, queryClient } from '../../api'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { count } from '../../ui/words'
import styles from './migration-page.module.css'
import { startCarrying, stopCarrying, useCarriage } from './migration-progress'
import type { Carriage } from './migration-state'
import { MigrationTable } from './migration-table'

/** Where each repository stands on the way to immutable subjects, and the way on. `?repositories=` chooses some. */
export function MigrationPage() {
  useTitle('Immutable subjects')
  const stages = api.setup.migration.view.queryOptions({ input: { repositories: null, fresh: false } })
  const view = useQuery(stages)
  const readAgain = useMutation(
    api.setup.migration.view.mutationOptions({
      onSuccess: (states) => queryClient.setQueryData(stages.queryKey, states),
    }),
  )
  return (
    <div className="full-page">
      <h1 className="page-title">Immutable subjects</h1>
      <p className="section-lead">
        A subject with IDs stays true when a repository is renamed, and nobody who takes its old name gets its
        role. Each repository is moved without a gap: its roles trust both forms, it opts in, a test run
        proves it, and only then the classic form goes. Every stage can be taken back.
      </p>
      {view.isPending && <SkeletonLines lines={10} />}
      {view.error && <Problem failure={failureOf(view.error)} onRetry={() => void view.refetch()} />}
      {readAgain.error && <Problem failure={failureOf(readAgain.error)} />}
      {view.data?.length === 0 && (
        <Empty icon={KeyIcon} title="No repository is watched yet">
          Choose repositories in the fleet first.
        </Empty>
      )}
      {view.data && view.data.length > 0 && (
        <Repositories
          states={view.data}
          reading={readAgain.isPending}
          onReadAgain={() => readAgain.mutate({ repositories: null, fresh: true })}
        />
      )}
    </div>
  )
}

interface Props {
  states: readonly MigrationState[]
  reading: boolean
  onReadAgain(): void
}

function Repositories({ states: read, reading, onReadAgain }: Props) {
  const carriage = useCarriage()
  const [params] = useSearchParams()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(params.get('repositories')?.split(',') ?? []),
  )
  const states = read.map((state) => carriage?.states.get(state.repository) ?? state)
  const movable = states.filter(({ next }) => next !== null).map(({ repository }) => repository)
  const picked = movable.filter((name) => chosen.has(name))
  const busy = carriage !== null && !carriage.over
  const toggle = (name: RepositoryName) => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    setChosen(next)
  }
  return (
    <>
      <div className={styles.bar}>
        <p role="status" className={styles.words}>
          {summary(carriage, states)}
        </p>
        <Button leadingVisual={SyncIcon} disabled={busy} loading={reading} onClick={onReadAgain}>
          Read again
        </Button>
        {movable.length > 0 && !busy && (
          <Button onClick={() => setChosen(new Set(picked.length === movable.length ? [] : movable))}>
            {picked.length === movable.length ? 'Choose none' : 'Choose all'}
          </Button>
        )}
        {busy ? (
          <Button variant="danger" disabled={carriage.stopping} onClick={() => void stopCarrying()}>
            {carriage.stopping ? 'Stopping…' : 'Stop after this stage'}
          </Button>
        ) : (
          <Button variant="primary" disabled={picked.length === 0} onClick={() => void startCarrying(picked)}>
            {picked.length === 0 ? 'Move' : `Move ${count(picked.length, 'repository', 'repositories')}`}
          </Button>
        )}
      </div>
      {carriage?.failure && <Problem failure={carriage.failure} />}
      <MigrationTable states={states} carriage={carriage} chosen={chosen} busy={busy} onChoose={toggle} />
    </>
  )
}

function summary(carriage: Carriage | null, states: readonly MigrationState[]): string {
  if (carriage && !carriage.over)
    return `${carriage.entries.size} of ${count(carriage.names.length, 'repository', 'repositories')} carried as far as they go.`
  const arrived = states.filter(({ stage }) => stage === 'immutable').length
  const left = states.filter(({ next }) => next !== null).length
  return `${arrived} present and trust immutable subjects only; ${left} can be moved.`
}
