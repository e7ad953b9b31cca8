import { test as base } from '@playwright/test'
import { openBrowser } from './open-browser'
import { openDesktop } from './open-desktop'
import type { Panel } from './panel'
import { makeHome } from './surroundings'

interface DoorOptions {
  /** By which door the panel is opened; a project of the configuration names one. */
  door: 'desktop' | 'browser'
  /** Whether the panel starts in the sandbox or as on a new machine. */
  sandbox: boolean
}

interface DoorFixtures {
  home: string
  /** Variables of the environment in which the panel starts. */
  surroundings: Record<string, string>
  panel: Panel
}

/** A test with a panel of its own, opened by the door of the project. */
export const test = base.extend<DoorOptions & DoorFixtures>({
  door: ['browser', { option: true }],
  sandbox: [true, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
  home: async ({}, use) => {
    const { home, remove } = await makeHome()
    await use(home)
    await remove()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
  surroundings: async ({}, use) => use({}),
  panel: async ({ door, sandbox, home, surroundings, page }, use, info) => {
    const options = { home, sandbox, surroundings }
    const panel = door === 'desktop' ? await openDesktop(options) : await openBrowser(page, options)
    await use(panel)
    if (info.status !== info.expectedStatus) {
      await info.attach('process', { body: panel.output(), contentType: 'text/plain' })
      await info.attach('page', { body: await panel.page.screenshot(), contentType: 'image/png' })
    }
    await panel.close()
  },
})

export { expect } from '@playwright/test'
