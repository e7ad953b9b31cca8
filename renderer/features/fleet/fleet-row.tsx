import { Checkbox } from '@primer/react'
import { Link } from 'react-router'
import type { FleetRow } from '../../../shared/contract/fleet'
import { parseRoleArn, splitRepository } from '../../../shared/domain/ids'
import { Age } from '../../ui/age'
import { ChainLine } from '../../ui/chain/chain-line'
import { RunMark } from '../../ui/run-mark'
import { count, LINK_TITLES, repositoryPath, runWord, STATE_WORDS } from '../../ui/words'
import { breakOf, type FleetLine } from './fleet-filter'
import styles from './fleet-table.module.css'
import { NextAction } from './next-action'
import { toggleSelected } from './selection'

interface Place {
  index: number
  /** Pixels from the top of the grid's body. */
  top: number
  /** The one row that takes part in the tab order. */
  atHand: boolean
  onFocus(): void
}

/** One repository: what it is, its chain, where it runs, what it last did, and what to do next. */
export function FleetRowView({
  row,
  selected,
  index,
  top,
  atHand,
  onFocus,
}: { row: FleetRow; selected: boolean } & Place) {
  const { owner, name } = splitRepository(row.repository)
  const tabIndex = atHand ? 0 : -1
  return (
    <tr
      aria-rowindex={index + 2}
      aria-label={row.repository}
      aria-busy={row.observing}
      aria-selected={selected}
      data-line={index}
      className={`${styles.row} ${styles.dataRow}`}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={tabIndex}
      onFocus={onFocus}
    >
      <td className={styles.choice}>
        <Checkbox
          aria-label={`Select ${row.repository}`}
          checked={selected}
          disabled={row.archived}
          tabIndex={tabIndex}
          onChange={() => toggleSelected(row.repository)}
        />
      </td>
      <th scope="row" className={styles.cell}>
        <Link className={styles.name} to={repositoryPath(row.repository)} tabIndex={tabIndex}>
          <span className={styles.owner}>{owner}/</span>
          {name}
        </Link>
        <span className={styles.sub} title={row.headline?.says}>
          {row.failure?.sentence ??
            row.headline?.says ??
            (row.readAt ? 'Nothing stands out' : 'Not read yet')}
        </span>
      </th>
      <td className={styles.cell}>
        <ChainLine row={row} tabbable={atHand} />
        <span className={styles.chainWord} data-state={row.state}>
          {stateSentence(row)}
        </span>
      </td>
      <Pair
        above={row.account}
        below={row.role && (parseRoleArn(row.role)?.name ?? row.role)}
        title={row.role}
      />
      <Pair above={row.model} below={row.region} title={row.region} />
      <LastRun row={row} tabIndex={tabIndex} />
      <td className={styles.cell}>
        <NextAction row={row} tabIndex={tabIndex} />
      </td>
    </tr>
  )
}

function stateSentence(row: FleetRow): string {
  if (row.readAt === null && row.observing) return 'Reading…'
  const broken = breakOf(row)
  const words = broken ? `Broken at ${LINK_TITLES[broken].toLowerCase()}` : STATE_WORDS[row.state]
  return row.observing ? `${words}, reading…` : words
}

interface PairProps {
  above: string | null
  below: string | null
  /** The lower value in full. */
  title: string | null
}

function Pair({ above, below, title }: PairProps) {
  return (
    <td className={styles.cell}>
      <span className={styles.main} title={above ?? undefined}>
        {above ?? <None />}
      </span>
      <span className={styles.sub} title={title ?? undefined}>
        {below}
      </span>
    </td>
  )
}

function None() {
  return (
    <span className="muted">
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">none</span>
    </span>
  )
}

function LastRun({ row, tabIndex }: { row: FleetRow; tabIndex: number }) {
  const run = row.lastRun
  return (
    <td className={styles.cell}>
      {run ? (
        <>
          <Link
            className={styles.run}
            to={repositoryPath(row.repository, `/runs/${run.id}`)}
            title={runWord(run.status, run.conclusion)}
            tabIndex={tabIndex}
          >
            <RunMark status={run.status} conclusion={run.conclusion} />
            <span className={styles.runWord}>{runWord(run.status, run.conclusion)}</span>
          </Link>
          <Age at={run.updatedAt} className={styles.sub} />
        </>
      ) : (
        <None />
      )}
    </td>
  )
}

/** The head of a group of rows. */
export function FleetGroupRow({
  line,
  index,
  top,
  atHand,
  onFocus,
}: { line: Extract<FleetLine, { kind: 'group' }> } & Place) {
  return (
    <tr
      aria-rowindex={index + 2}
      data-line={index}
      className={styles.groupRow}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={atHand ? 0 : -1}
      onFocus={onFocus}
    >
      <th scope="row" colSpan={7}>
        {line.title}{' '}
        <span className={styles.groupSize}>{count(line.size, 'repository', 'repositories')}</span>
      </th>
    </tr>
  )
}
