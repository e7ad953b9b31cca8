import { SearchIcon } from '@primer/octicons-react'
import { Button, Checkbox, TextInput } from '@primer/react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Candidate } from '../../../shared/contract/fleet'
import type { RepositoryName } from '../../../shared/domain/ids'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { count } from '../../ui/words'
import { CandidateList } from './candidate-list'
import styles from './choose-page.module.css'
import { useCandidates, useChoose } from './fleet-queries'

/** Which of the repositories that the identity can see are watched. */
export function ChoosePage() {
  useTitle('Choose repositories')
  const candidates = useCandidates()
  return (
    <div className={styles.page}>
      <h1 className="page-title">Choose repositories</h1>
      <p className="muted">
        Rolecall keeps reading those that you choose. Watching a repository changes nothing in it.
      </p>
      {candidates.isPending && <SkeletonLines lines={10} />}
      {candidates.error && (
        <Problem failure={failureOf(candidates.error)} onRetry={() => void candidates.refetch()} />
      )}
      {candidates.data && <Choice candidates={candidates.data} />}
    </div>
  )
}

function Choice({ candidates }: { candidates: Candidate[] }) {
  const navigate = useNavigate()
  const choose = useChoose()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(() => new Set(watchedOf(candidates)))
  const shown = candidates.filter(({ facts }) => facts.repository.toLowerCase().includes(query.toLowerCase()))
  const { add, remove } = differences(candidates, chosen)
  const allShown = shown.length > 0 && shown.every(({ facts }) => chosen.has(facts.repository))

  const set = (repositories: RepositoryName[], on: boolean) => {
    const next = new Set(chosen)
    for (const repository of repositories) on ? next.add(repository) : next.delete(repository)
    setChosen(next)
  }
  const save = () => choose.mutate({ add, remove }, { onSuccess: () => navigate('/') })

  return (
    <>
      <div className={styles.toolbar}>
        <TextInput
          className={styles.filter ?? ''}
          leadingVisual={SearchIcon}
          aria-label="Filter repositories"
          placeholder="Filter by name"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <label className={styles.all} htmlFor="watch-all">
          <Checkbox
            id="watch-all"
            checked={allShown}
            disabled={shown.length === 0}
            onChange={(event) =>
              set(
                shown.map(({ facts }) => facts.repository),
                event.target.checked,
              )
            }
          />
          All {shown.length} shown
        </label>
        <Button
          variant="primary"
          disabled={add.length + remove.length === 0}
          loading={choose.isPending}
          onClick={save}
        >
          {`Watch ${count(chosen.size, 'repository', 'repositories')}`}
        </Button>
      </div>
      {choose.error && <Problem failure={failureOf(choose.error)} onRetry={save} />}
      <CandidateList candidates={shown} chosen={chosen} onSet={(repository, on) => set([repository], on)} />
    </>
  )
}

function watchedOf(candidates: Candidate[]): RepositoryName[] {
  return candidates.filter(({ watched }) => watched).map(({ facts }) => facts.repository)
}

function differences(candidates: Candidate[], chosen: Set<RepositoryName>) {
  const watched = new Set(watchedOf(candidates))
  return {
    add: [...chosen].filter((repository) => !watched.has(repository)),
    remove: [...watched].filter((repository) => !chosen.has(repository)),
  }
}
