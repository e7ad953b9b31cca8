import type { MenuItemConstructorOptions } from 'electron'
import type { RepositoryName } from '../../shared/domain/ids'
import type { TrayState } from './tray-state'

/** What the tray's menu can start. */
export interface TrayActions {
  open(): void
  openRepository(repository: RepositoryName): void
  openConnections(): void
  test(repository: RepositoryName): void
  quit(): void
}

/** More names than this no longer fit a menu; the window has them all. */
const MOST_NAMED = 12

/** The tray's menu: the fleet in one line, sign-ins that end, each broken repository with its actions, and the way out. */
export function trayMenu(
  { says, broken }: TrayState,
  signIns: readonly string[],
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
    ...signIns.map((label) => ({ label, click: actions.openConnections })),
    { type: 'separator' },
    ...named,
    ...(more > 0 ? [{ label: `and ${more} more`, click: actions.open }] : []),
    ...(named.length > 0 ? [{ type: 'separator' as const }] : []),
    { label: 'Open Rolecall', click: actions.open },
    { label: 'Quit', click: actions.quit },
  ]
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
