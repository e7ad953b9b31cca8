import { Checkbox } from '@primer/react'
import { Link } from 'react-router'
import type { FleetRow } from '../../../shared/contract/fleet'
import { parseRoleArn, splitRepository } from '../../../shared/domain/ids'
import { Age } from '../../ui/age'
import { ChainLine } from '../../ui/chain/chain-line'
import grid from '../../ui/grid/grid.module.css'
import { GridRow, type Place } from '../../ui/grid/grid-row'
import { RunMark } from '../../ui/run-mark'
import { LINK_TITLES, repositoryPath, runWord, STATE_WORDS } from '../../ui/words'
import { breakOf } from './fleet-filter'
import styles from './fleet-table.module.css'
import { NextAction } from './next-action'
import { toggleSelected } from './selection'

/** One repository: what it is, its chain, where it runs, what it last did, and what to do next. */
export function FleetRowView({ row, selected, place }: { row: FleetRow; selected: boolean; place: Place }) {
  const { owner, name } = splitRepository(row.repository)
  const tabIndex = place.atHand ? 0 : -1
  return (
    <GridRow label={row.repository} aria-busy={row.observing} aria-selected={selected} place={place}>
      <td className={grid.choice}>
        <Checkbox
          aria-label={`Select ${row.repository}`}
          checked={selected}
          disabled={row.archived}
          tabIndex={tabIndex}
          onChange={() => toggleSelected(row.repository)}
        />
      </td>
      <th scope="row" className={grid.cell}>
        <Link
          className={`${grid.name} ${styles.name}`}
          to={repositoryPath(row.repository)}
          tabIndex={tabIndex}
        >
          <span className={styles.owner}>{owner}/</span>
          {name}
        </Link>
        <span className={grid.sub} title={row.headline?.says}>
          {row.failure?.sentence ??
            row.headline?.says ??
            (row.readAt ? 'Nothing stands out' : 'Not read yet')}
        </span>
      </th>
      <td className={grid.cell}>
        <ChainLine row={row} tabbable={place.atHand} />
        <span className={`${grid.sub} ${styles.chainWord}`} data-state={row.state}>
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
      <td className={grid.cell}>
        <NextAction row={row} tabIndex={tabIndex} />
      </td>
    </GridRow>
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
    <td className={grid.cell}>
      <span className={grid.main} title={above ?? undefined}>
        {above ?? <None />}
      </span>
      <span className={grid.sub} title={title ?? undefined}>
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
    <td className={grid.cell}>
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
          <Age at={run.updatedAt} className={grid.sub} />
        </>
      ) : (
        <None />
      )}
    </td>
  )
}
