import { chooseElectron } from './electron-choice'

/** Says before the first test which Electron the desktop door is tested on. */
// biome-ignore lint/style/noDefaultExport: Playwright's global set-up is a default export.
export default function announce(): void {
  process.stdout.write(`Desktop door: ${chooseElectron().name}\n`)
}
