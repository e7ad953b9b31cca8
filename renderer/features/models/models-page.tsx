import { CpuIcon, SearchIcon, SyncIcon } from '@primer/octicons-react'
import { Button, SegmentedControl, TextInput } from '@primer/react'
import { useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { ModelInUse } from '../../../shared/domain/models-in-use'
import { failureOf } from '../../api'
import { useShortcuts } from '../../frame/shortcuts'
import { Empty } from '../../ui/empty'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { useTyped } from '../../ui/use-typed'
import { AccessWaits } from '../setup/access-waits'
import styles from './models-page.module.css'
import { useModelsInUse } from './models-queries'
import { ModelsTable } from './models-table'

const KINDS = [
  { id: 'all', title: 'All', fits: () => true },
  {
    id: 'ending',
    title: 'Ending',
    fits: ({ standing }: ModelInUse) => standing === 'ended' || standing === 'legacy',
  },
] as const

/** Every model that the fleet calls, the one that ends first on top, with what takes over. */
export function ModelsPage() {
  useTitle('Models')
  const models = useModelsInUse()
  const [params, setParams] = useSearchParams()
  const filter = useRef<HTMLInputElement>(null)
  const kind = KINDS.find(({ id }) => id === params.get('only')) ?? KINDS[0]
  const refresh = () => void models.refetch()
  useShortcuts([
    { keys: '/', title: 'Filter the models', run: () => filter.current?.focus() },
    { keys: 'r', title: 'Look at the models again', run: refresh },
  ])
  const set = (name: 'q' | 'only', value: string) => {
    const next = new URLSearchParams(params)
    if (value === '' || value === 'all') next.delete(name)
    else next.set(name, value)
    setParams(next, { replace: true })
  }
  const [query, setQuery] = useTyped(params.get('q') ?? '', (text) => set('q', text))
  const shown = (models.data ?? []).filter((model) => kind.fits(model) && matches(model, query))
  return (
    <div className="page">
      <div className={styles.toolbar}>
        <h1 className="page-title">Models</h1>
        <TextInput
          ref={filter}
          className={styles.filter ?? ''}
          leadingVisual={SearchIcon}
          aria-label="Filter models"
          placeholder="Filter by model, repository or region"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
        />
        <SegmentedControl
          aria-label="Which models"
          onChange={(index) => set('only', KINDS[index]?.id ?? 'all')}
        >
          {KINDS.map(({ id, title }) => (
            <SegmentedControl.Button key={id} selected={id === kind.id}>
              {title}
            </SegmentedControl.Button>
          ))}
        </SegmentedControl>
        <Button leadingVisual={SyncIcon} loading={models.isFetching && !models.isPending} onClick={refresh}>
          Look again
        </Button>
      </div>
      <AccessWaits repository={null} />
      {models.isPending && <SkeletonLines lines={10} />}
      {models.error && <Problem failure={failureOf(models.error)} onRetry={refresh} />}
      {models.data &&
        (models.data.length === 0 ? (
          <Empty icon={CpuIcon} title="No model in use">
            No watched repository names a model in a variable or a workflow.
          </Empty>
        ) : shown.length === 0 ? (
          <Empty icon={SearchIcon} title="No model fits the filter" />
        ) : (
          <ModelsTable models={shown} />
        ))}
    </div>
  )
}

function matches({ model, uses }: ModelInUse, query: string): boolean {
  const text = [model, ...uses.flatMap(({ repository, region }) => [repository, region ?? ''])]
    .join(' ')
    .toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
