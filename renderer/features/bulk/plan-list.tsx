import { AlertIcon, ChevronDownIcon, ChevronRightIcon } from '@primer/octicons-react'
import { Checkbox } from '@primer/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Link } from 'react-router'
import { count, LINK_TITLES, repositoryPath } from '../../ui/words'
import { StepDetails } from '../setup/step-view'
import styles from './bulk.module.css'
import { type Excluded, goneOf, type PlanLine, withSteps } from './plan-lines'

interface Props {
  lines: readonly PlanLine[]
  open: ReadonlySet<string>
  excluded: Excluded
  onOpen(key: string): void
  onExclude(next: Excluded): void
}

/** The lines of a plan over many repositories; only those in sight are drawn. */
export function PlanList({ lines, ...rest }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 44,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 6,
  })
  if (lines.length === 0) return <p className="muted">None.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a stretch that scrolls must be reachable by keyboard.
    <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label="What would change">
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const line = lines[index]
          return (
            line && (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={styles.line}
                data-kind={line.kind}
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={lines.length}
                aria-posinset={index + 1}
              >
                <Line line={line} {...rest} />
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}

function Line({ line, open, excluded, onOpen, onExclude }: { line: PlanLine } & Omit<Props, 'lines'>) {
  const isOpen = open.has(line.key)
  const fold = { open: isOpen, onOpen: () => onOpen(line.key) }
  switch (line.kind) {
    case 'group': {
      const { title, once, members, link } = line.group
      const left = members.filter(({ planId, stepId }) => !excluded.get(planId)?.has(stepId)).length
      return (
        <Head
          title={title}
          label={`Include the change: ${title}`}
          included={left > 0}
          some={left < members.length}
          onInclude={(is) => onExclude(withSteps(excluded, members, !is))}
          {...fold}
        >
          {once ? 'once for ' : ''}
          {left < members.length && `${left} of `}
          {count(members.length, 'repository', 'repositories')} · {LINK_TITLES[link]}
        </Head>
      )
    }
    case 'member':
      return <Member line={line} excluded={excluded} onExclude={onExclude} {...fold} />
    case 'repository':
      return <Repository line={line} excluded={excluded} onExclude={onExclude} {...fold} />
    case 'problem':
      return (
        <p className={styles.problem}>
          <AlertIcon />
          <span>
            <Link to={repositoryPath(line.repository)}>{line.repository}</Link>: {line.says}
          </span>
        </p>
      )
    default: {
      const unreachable: never = line
      return unreachable
    }
  }
}

interface Fold {
  open: boolean
  onOpen(): void
}

interface HeadProps extends Fold {
  title: string
  label: string
  included: boolean
  some: boolean
  disabled?: boolean
  onInclude(is: boolean): void
  children: React.ReactNode
}

function Head({
  title,
  label,
  included,
  some,
  disabled = false,
  onInclude,
  open,
  onOpen,
  children,
}: HeadProps) {
  const Chevron = open ? ChevronDownIcon : ChevronRightIcon
  return (
    <div className={styles.head}>
      <Checkbox
        aria-label={label}
        checked={included}
        indeterminate={included && some}
        disabled={disabled}
        onChange={(event) => onInclude(event.target.checked)}
      />
      <button type="button" className={styles.fold} aria-expanded={open} onClick={onOpen}>
        <Chevron />
        <span className={styles.title} data-out={!included}>
          {title}
        </span>
      </button>
      <span className={styles.note}>{children}</span>
    </div>
  )
}

type LineOf<Kind extends PlanLine['kind']> = Extract<PlanLine, { kind: Kind }>

interface LineProps<Kind extends PlanLine['kind']> extends Fold {
  line: LineOf<Kind>
  excluded: Excluded
  onExclude(next: Excluded): void
}

function Member({ line: { plan, step }, excluded, onExclude, ...fold }: LineProps<'member'>) {
  const out = excluded.get(plan.id)?.has(step.id) ?? false
  const falls = !out && goneOf(plan, excluded).has(step.id)
  const number = plan.steps.indexOf(step) + 1
  return (
    <>
      <Head
        title={plan.repository}
        label={`Include ${plan.repository}: ${step.title}`}
        included={!out && !falls}
        some={false}
        disabled={falls}
        onInclude={(is) => onExclude(withSteps(excluded, [{ planId: plan.id, stepId: step.id }], !is))}
        {...fold}
      >
        {falls ? 'needs a step that is left out' : step.reversible ? '' : 'cannot be undone'}
      </Head>
      {fold.open && (
        <div className={styles.details}>
          <p>{step.title}</p>
          <StepDetails step={step} number={number} />
        </div>
      )}
    </>
  )
}

function Repository({ line: { plan }, excluded, onExclude, ...fold }: LineProps<'repository'>) {
  const gone = goneOf(plan, excluded)
  const left = plan.steps.length - gone.size
  const all = plan.steps.map(({ id }) => ({ planId: plan.id, stepId: id }))
  const obstacles = plan.conflicts.length + plan.needed.length
  return (
    <>
      <Head
        title={plan.repository}
        label={`Include ${plan.repository}`}
        included={left > 0}
        some={gone.size > 0}
        onInclude={(is) => onExclude(withSteps(excluded, all, !is))}
        {...fold}
      >
        {left === plan.steps.length ? count(left, 'step') : `${left} of ${count(plan.steps.length, 'step')}`}
        {obstacles > 0 && ` · ${count(obstacles, 'problem')}`}
      </Head>
      {fold.open && (
        <ol className={styles.steps}>
          {plan.steps.map(({ id, title }) => (
            <li key={id} data-out={gone.has(id)}>
              {title}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
