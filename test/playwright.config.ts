import { defineConfig } from '@playwright/test'
import { findChromium } from './support/find-chromium.mjs'

interface DoorUse {
  door: 'desktop' | 'browser'
}

const executablePath = await findChromium()
if (!executablePath) throw new Error('The tests need a Chromium: "npm test" finds or installs one.')

/** Specs run through both doors, except those that are about one of them. `npm test` has built the panel. */
export default defineConfig<DoorUse>({
  testDir: './e2e',
  globalSetup: './e2e/door/announce.ts',
  outputDir: '../test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    viewport: { width: 1360, height: 880 },
    launchOptions: { executablePath, chromiumSandbox: process.getuid?.() !== 0 },
  },
  projects: [
    { name: 'desktop', use: { door: 'desktop' }, testIgnore: '**/browser-*.spec.ts' },
    { name: 'browser', use: { door: 'browser' }, testIgnore: '**/desktop-*.spec.ts' },
  ],
})
