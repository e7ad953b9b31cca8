import type { ElectronApplication, Page } from '@playwright/test'

export interface PanelOptions {
  home: string
  sandbox: boolean
  /** Variables of the environment besides those of a machine that nobody has set up. */
  surroundings?: Record<string, string>
  /** Switches of Electron itself, for the desktop door. */
  switches?: string[]
}

/** The panel, opened by one of its doors. */
export interface Panel {
  page: Page
  /** What the process behind the page has written, for the report of a failure. */
  output(): string
  close(): Promise<void>
}

/** The panel in a window, with the app behind it. */
export interface DesktopPanel extends Panel {
  app: ElectronApplication
}

/** The panel in a browser, with the address that it was opened at. */
export interface BrowserPanel extends Panel {
  /** The link that the terminal showed; it is used up. */
  link: string
}

/** Milliseconds that a step of the sandbox's runner takes: long enough to be seen as running, no longer. */
export const PACE = '40'

/** The flags that both doors share. */
export function panelFlags({ home, sandbox }: PanelOptions): string[] {
  return ['--home', home, '--pace', PACE, ...(sandbox ? ['--sandbox'] : [])]
}
