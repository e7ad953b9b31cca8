import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect, parseArgs } from 'node:util'
import { app, dialog, powerMonitor, safeStorage } from 'electron'
import { redact } from '../shared/domain/redaction'
import { registerAppScheme } from './desktop/app-protocol'
import { type Desktop, openDesktop } from './desktop/desktop'
import { openElectronConf } from './desktop/electron-conf'
import { openSafeVault } from './desktop/safe-vault'
import { homeFolder } from './home'
import { createHouse, type House } from './house'
import { VERSION } from './version'

const PRELOAD = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url))

/* Chromium's own switches stand among ours, so unknown ones are no mistake. */
const { values } = parseArgs({
  args: process.argv.slice(1),
  strict: false,
  options: { home: { type: 'string' }, sandbox: { type: 'boolean' }, pace: { type: 'string' } },
})
const home = homeFolder(typeof values.home === 'string' ? values.home : undefined, process.env)

app.setPath('userData', home)
app.setPath('sessionData', join(home, 'window'))
app.enableSandbox()
registerAppScheme()
/* An unforeseen rejection is a bug: it is told on stderr, and the window stays. */
process.on('unhandledRejection', (error) => tellDefect(error))
/* Electron’s own window for this would show the error as it is. */
process.on('uncaughtException', (error) => {
  tellDefect(error)
  dialog.showErrorBox('Rolecall met an error of its own', redact(String(error)))
})

function tellDefect(error: unknown): void {
  console.error('Rolecall met an error of its own:', redact(inspect(error)))
}

function buildHouse(): Promise<House> {
  return createHouse({
    door: 'desktop',
    home,
    env: process.env,
    sandbox: values.sandbox === true,
    openConf: openElectronConf,
    vault: openSafeVault(home, safeStorage),
    version: VERSION,
    pace: Number(values.pace ?? 700),
  })
}

/** Closes the house before the process ends, so that nothing that was to be kept is lost. */
function closeOnQuit(house: House, desktop: Desktop): void {
  app.on('will-quit', (event) => {
    event.preventDefault()
    desktop.close()
    void house.close().finally(() => app.exit(0))
  })
}

async function open(): Promise<void> {
  await app.whenReady()
  try {
    const house = await buildHouse()
    const desktop = openDesktop(house, PRELOAD)
    closeOnQuit(house, desktop)
    house.saveEnergy(powerMonitor.isOnBatteryPower())
    powerMonitor.on('on-battery', () => house.saveEnergy(true))
    powerMonitor.on('on-ac', () => house.saveEnergy(false))
    app.on('second-instance', () => desktop.show())
    app.on('activate', () => desktop.show())
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    dialog.showErrorBox('Rolecall cannot start', redact(`${why}\n\nWhat it keeps is in ${home}.`))
    app.exit(1)
  }
}

app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
if (app.requestSingleInstanceLock()) void open()
else app.quit()
