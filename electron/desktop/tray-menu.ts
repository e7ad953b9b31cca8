import type { MenuItemConstructorOptions } from 'electron'
import type { RepositoryName } from '../../shared/domain/ids'
import type { TrayRun } from './tray-runs'
import type { TrayState } from './tray-state'

/** What the tray's menu can start. */
export interface TrayActions {
  open(): void
  /** Opens a place of the page, such as a run. */
  openAt(place: string): void
  openRepository(repository: RepositoryName): void
  openConnections(): void
  test(repository: RepositoryName): void
  /** Looks at the GitHub of another identity. */
  switchTo(identity: string): void
  quit(): void
}

/** More names than this no longer fit a menu; the window has them all. */
const MOST_NAMED = 12
const MOST_RUNS = 6

/** What the tray's menu tells. */
export interface TrayNews {
  state: TrayState
  /** Sign-ins that end, a line each. */
  signIns: readonly string[]
  runs: readonly TrayRun[]
}

/**
 * The tray's menu: the fleet in one line, those of other hosts, sign-ins that end, test runs that go on or failed lately, each broken
 * repository with its actions, and the way out.
 */
export function trayMenu(
  { state: { says, broken, others }, signIns, runs }: TrayNews,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const named = broken.slice(0, MOST_NAMED).map(
    ({ repository, says: label }): MenuItemConstructorOptions => ({
      label,
      submenu: [
        { label: 'Open', click: () => actions.openRepository(repository) },
        { label: 'Start a test run', click: () => actions.test(repository) },
      ],
    }),
  )
  const more = broken.length - named.length
  return [
    { label: capitalize(says), enabled: false },
    ...others.map(({ identity, says: label }) => ({
      label,
      click: () => actions.switchTo(identity),
    })),
    ...signIns.map((label) => ({ label, click: actions.openConnections })),
    { type: 'separator' },
    ...runItems(runs, actions),
    ...named,
    ...(more > 0 ? [{ label: `and ${more} more`, click: actions.open }] : []),
    ...(named.length > 0 ? [{ type: 'separator' as const }] : []),
    { label: 'Open Rolecall', click: actions.open },
    { label: 'Quit', click: actions.quit },
  ]
}

function runItems(runs: readonly TrayRun[], actions: TrayActions): MenuItemConstructorOptions[] {
  if (runs.length === 0) return []
  const more = runs.length - MOST_RUNS
  return [
    { label: 'Test runs', enabled: false },
    ...runs.slice(0, MOST_RUNS).map(({ label, place }) => ({ label, click: () => actions.openAt(place) })),
    ...(more > 0 ? [{ label: `and ${more} more`, click: () => actions.openAt('#/runs') }] : []),
    { type: 'separator' },
  ]
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
