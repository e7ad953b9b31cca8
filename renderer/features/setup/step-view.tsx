import { ChevronDownIcon, ChevronRightIcon } from '@primer/octicons-react'
import { Checkbox } from '@primer/react'
import { type ReactNode, useId, useState } from 'react'
import type { JournalEntry } from '../../../shared/domain/journal'
import type { Step } from '../../../shared/domain/plan'
import { DiffView } from '../../ui/diff/diff-view'
import { LINK_TITLES } from '../../ui/words'
import { PhaseMark } from './phase-mark'
import styles from './step-view.module.css'

interface Props {
  step: Step
  number: number
  /** In a plan: whether it will be applied, and whether it is out only because of another. */
  included: boolean
  falls?: boolean
  onToggle?: () => void
  /** In an application: the last thing told about it. */
  entry?: JournalEntry | undefined
}

/** One step: what it touches, the difference it makes, the calls and rights it takes. */
export function StepView({ step, number, included, falls = false, onToggle, entry }: Props) {
  const [open, setOpen] = useState(onToggle !== undefined)
  const titleId = useId()
  const Chevron = open ? ChevronDownIcon : ChevronRightIcon
  return (
    <li className={styles.step} data-included={included} aria-labelledby={titleId}>
      <div className={styles.head}>
        {onToggle ? (
          <Checkbox
            className={styles.include ?? ''}
            aria-label={`Include step ${number}: ${step.title}`}
            checked={included}
            disabled={falls}
            onChange={onToggle}
          />
        ) : (
          <PhaseMark entry={entry} />
        )}
        <h3 className={styles.title} id={titleId}>
          <span className={styles.number}>{number}</span> <span className={styles.words}>{step.title}</span>
        </h3>
        <span className={styles.link}>{LINK_TITLES[step.link]}</span>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={open}
          aria-label={`Details of step ${number}`}
          onClick={() => setOpen(!open)}
        >
          <Chevron />
        </button>
      </div>
      <p className={styles.target}>{step.target}</p>
      {falls && <p className={styles.falls}>Left out, because it needs a step that is left out.</p>}
      {entry?.failure && <p className={styles.failure}>{entry.failure.sentence}</p>}
      {entry?.outcome?.url && (
        <a className={styles.outcome} href={entry.outcome.url} target="_blank" rel="noreferrer">
          {entry.outcome.pullRequest === null
            ? entry.outcome.url
            : `Pull request #${entry.outcome.pullRequest}`}
        </a>
      )}
      {open && included && <StepDetails step={step} number={number} />}
    </li>
  )
}

/** The difference that a step makes, and the calls and rights that it takes. */
export function StepDetails({ step, number }: { step: Step; number: number }) {
  return (
    <div className={styles.details}>
      {'files' in step.action ? (
        step.action.files.map((file) => (
          <figure key={file.path}>
            <figcaption className={styles.path}>{file.path}</figcaption>
            <DiffView
              before={file.before}
              after={file.after}
              label={`Step ${number}: change of ${file.path}`}
            />
          </figure>
        ))
      ) : (
        <DiffView
          before={step.before}
          after={step.after}
          label={`Step ${number}: change of ${step.target}`}
        />
      )}
      <dl className={styles.facts}>
        <Fact name="Calls">
          {step.calls.map((call) => (
            <code key={call}>{call}</code>
          ))}
        </Fact>
        <Fact name="Needs">
          {step.needs.map((need) => (
            <code key={need}>{need}</code>
          ))}
        </Fact>
        <Fact name="Undo">{step.reversible ? 'possible' : 'not possible'}</Fact>
      </dl>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
