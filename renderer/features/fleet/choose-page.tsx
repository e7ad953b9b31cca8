import { SearchIcon } from '@primer/octicons-react'
import { Button, Checkbox, Spinner, TextInput } from '@primer/react'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Candidate, ChoiceOptions } from '../../../shared/contract/fleet'
import {
  type ChosenRepository,
  choosesByRule,
  type FleetChoice,
  NO_CHOICE,
} from '../../../shared/domain/fleet-choice'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useTitle } from '../../ui/use-title'
import { count } from '../../ui/words'
import { CandidateList } from './candidate-list'
import { ChoiceFile } from './choice-file'
import { putRows, rowsOf, ruleOf } from './choice-state'
import { ChoiceWays } from './choice-ways'
import styles from './choose-page.module.css'
import { useCandidates, useChoice, useChoiceOptions, useChoicePreview, useSetChoice } from './fleet-queries'

/** Which repositories are watched: by rules that go on choosing, and by hand. */
export function ChoosePage() {
  useTitle('Choose repositories')
  const candidates = useCandidates()
  const options = useChoiceOptions()
  const choice = useChoice()
  const failed = [candidates, options, choice].find(({ error }) => error !== null)
  return (
    <div className={styles.page}>
      <h1 className="page-title">Choose repositories</h1>
      <p className="muted">
        Rolecall keeps reading those that you choose. What you choose on the left goes on choosing: a new
        repository joins by itself, and one that you take out stays out. Watching changes nothing in a
        repository.
      </p>
      {failed?.error && <Problem failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />}
      {!failed && !(candidates.data && options.data && choice.data !== undefined) && (
        <SkeletonLines lines={10} />
      )}
      {candidates.data && options.data && choice.data !== undefined && (
        <Choice candidates={candidates.data} options={options.data} kept={choice.data} />
      )}
    </div>
  )
}

interface Props {
  candidates: Candidate[]
  options: ChoiceOptions
  /** Null until somebody has chosen. */
  kept: FleetChoice | null
}

function Choice({ candidates, options, kept }: Props) {
  const navigate = useNavigate()
  const keep = useSetChoice()
  const [query, setQuery] = useState('')
  const [before] = useState(() => kept ?? { ...NO_CHOICE, repositories: watchedOf(candidates) })
  const [choice, setChoice] = useState(before)
  const preview = useChoicePreview(ruleOf(choice), choosesByRule(choice))
  const last = useRef<readonly ChosenRepository[]>([])
  useEffect(() => {
    if (preview.data) last.current = preview.data.chosen
  }, [preview.data])
  /* While a rule is refused, what stood before it is shown. */
  const brought = choosesByRule(choice) ? (preview.data?.chosen ?? last.current) : []
  const rows = rowsOf(choice, candidates, brought)
  const shown = rows.filter(({ repository }) => repository.toLowerCase().includes(query.toLowerCase()))
  const chosen = rows.filter((row) => row.chosen).length
  const save = () => keep.mutate(choice, { onSuccess: () => navigate('/') })
  const isChanged = JSON.stringify(choice) !== JSON.stringify(before)

  return (
    <div className={styles.columns}>
      <ChoiceWays
        choice={choice}
        options={options}
        onChange={(change) => setChoice((now) => ({ ...now, ...change }))}
      />
      <div className={styles.chosen}>
        <div className={styles.toolbar}>
          <TextInput
            className={styles.filter ?? ''}
            leadingVisual={SearchIcon}
            aria-label="Filter repositories"
            placeholder="Filter by name"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <ChoiceFile choice={choice} onRead={setChoice} />
          <Button
            variant="primary"
            disabled={!isChanged || preview.isError}
            loading={keep.isPending}
            onClick={save}
          >
            {`Watch ${count(chosen, 'repository', 'repositories')}`}
          </Button>
        </div>
        <div className={styles.tally} aria-live="polite">
          <label className={styles.all} htmlFor="watch-all">
            <Checkbox
              id="watch-all"
              checked={shown.length > 0 && shown.every((row) => row.chosen)}
              disabled={shown.length === 0}
              onChange={({ target }) => setChoice(putRows(choice, shown, target.checked))}
            />
            All {shown.length} shown
          </label>
          <Tally choice={choice} leftOut={preview.data?.leftOut ?? null} />
          {preview.isFetching && <Spinner size="small" srText="Asking GitHub" />}
        </div>
        {preview.error && (
          <Problem failure={failureOf(preview.error)} onRetry={() => void preview.refetch()} />
        )}
        {keep.error && <Problem failure={failureOf(keep.error)} onRetry={save} />}
        <CandidateList rows={shown} onSet={(row, on) => setChoice(putRows(choice, [row], on))} />
      </div>
    </div>
  )
}

/** What the rules leave out, and what a hand does. */
function Tally({
  choice,
  leftOut,
}: {
  choice: FleetChoice
  leftOut: { archived: number; forks: number } | null
}) {
  const out = [
    choice.excluded.length > 0 && `${choice.excluded.length} excluded`,
    choosesByRule(choice) && leftOut && leftOut.archived > 0 && `${leftOut.archived} archived left out`,
    choosesByRule(choice) &&
      leftOut &&
      leftOut.forks > 0 &&
      count(leftOut.forks, 'fork left out', 'forks left out'),
  ].filter((each) => typeof each === 'string')
  return <span className="muted">{out.join(' · ')}</span>
}

function watchedOf(candidates: Candidate[]): FleetChoice['repositories'] {
  return candidates.filter(({ watched }) => watched).map(({ facts }) => facts.repository)
}
