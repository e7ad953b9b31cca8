import { _electron } from '@playwright/test'
import { chooseElectron } from './electron-choice'
import { type DesktopPanel, type PanelOptions, panelFlags } from './panel'
import { cleanEnvironment, ROOT } from './surroundings'

/** Starts the desktop door as `electron .` would. */
export async function openDesktop(options: PanelOptions): Promise<DesktopPanel> {
  const { executablePath } = chooseElectron()
  const app = await _electron.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...(options.switches ?? []), ROOT, ...panelFlags(options)],
    cwd: ROOT,
    env: { ...cleanEnvironment(options.home), ...options.surroundings },
  })
  const written: string[] = []
  app.process().stdout?.on('data', (part) => written.push(String(part)))
  app.process().stderr?.on('data', (part) => written.push(String(part)))
  return {
    app,
    page: await app.firstWindow(),
    output: () => written.join(''),
    close: () => app.close(),
  }
}
