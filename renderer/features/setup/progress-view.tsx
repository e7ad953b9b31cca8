import { Button } from '@primer/react'
import type { Chain } from '../../../shared/domain/finding'
import { LINKS } from '../../../shared/domain/finding'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { JournalEntry } from '../../../shared/domain/journal'
import { Problem } from '../../ui/problem'
import { count } from '../../ui/words'
import { ProveRepair } from '../runs/run-again'
import styles from './plan-view.module.css'
import { forgetProgress, startUndo } from './progress'
import type { Progress } from './progress-state'
import { StepView } from './step-view'

interface Props {
  repository: RepositoryName
  progress: Progress
  /** What the button is called that puts this away once it is over. */
  leave: string
}

/** An application, or its undo, as it happens and once it is over. */
export function ProgressView({ repository, progress, leave }: Props) {
  const { application, failure, over, waiting, entries } = progress
  const steps = application?.plan.steps ?? []
  const replan = () => forgetProgress(repository)
  return (
    <section
      className={styles.plan}
      aria-label={progress.kind === 'apply' ? 'Application' : 'Undo'}
      aria-busy={!over}
    >
      <p role="status" className={styles.summary}>
        {summary(progress)}
        {waiting && ` ${waiting}`}
      </p>
      {failure && <Problem failure={failure} onReplan={replan} onRetry={replan} />}
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <StepView
            key={step.id}
            step={step}
            number={index + 1}
            included={entries.get(step.id)?.phase !== 'skipped'}
            entry={entries.get(step.id)}
          />
        ))}
      </ol>
      {over && (
        <div className={styles.bar}>
          <p className={styles.barWords}>{progress.chain && chainWords(progress.chain)}</p>
          <Button onClick={replan}>{leave}</Button>
          {progress.kind === 'apply' && application && changed(progress) > 0 && (
            <Button onClick={() => startUndo(repository, application.id)}>Undo</Button>
          )}
          {!failure && progress.kind === 'apply' && <ProveRepair repository={repository} />}
        </div>
      )}
    </section>
  )
}

function changed({ entries }: Progress): number {
  return phases(entries, 'done')
}

function phases(entries: Progress['entries'], phase: JournalEntry['phase']): number {
  return [...entries.values()].filter((entry) => entry.phase === phase).length
}

function summary({ kind, entries, over, failure, application }: Progress): string {
  const total = application?.plan.steps.length ?? 0
  const left = phases(entries, 'skipped')
  if (kind === 'undo') {
    const n = phases(entries, 'undone')
    if (!over) return 'Taking the steps back, last one first…'
    const refused = phases(entries, 'undo-refused')
    return `Took back ${count(n, 'step')}.${refused > 0 ? ` ${count(refused, 'step')} stayed.` : ''}`
  }
  const done = phases(entries, 'done')
  if (!over)
    return total === 0
      ? 'Reading again before anything is touched…'
      : `${done} of ${total - left} steps done.`
  return failure ? `Stopped after ${count(done, 'step')}.` : `Applied ${count(done, 'step')}.`
}

function chainWords(chain: Chain): string {
  const sound = LINKS.filter((link) => chain.links[link].status === 'ok').length
  const rest = chain.headline ? ` ${chain.headline.says}` : ''
  return `${sound} of ${LINKS.length} links are ok.${rest}`
}
