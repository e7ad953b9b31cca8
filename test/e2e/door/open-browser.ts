import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type BrowserPanel, type PanelOptions, panelFlags } from './panel'
import { cleanEnvironment, ROOT } from './surroundings'

/** The server of the browser door. */
export interface PanelProcess {
  /** The one-time link that it showed. */
  link: string
  output(): string
  stop(): Promise<void>
}

/** Starts the server as `rolecall serve` would, on a free port. */
export async function startPanel(options: PanelOptions): Promise<PanelProcess> {
  const program = join(ROOT, 'dist', 'node', 'serve.js')
  const child = spawn(process.execPath, [program, '--no-open', ...panelFlags(options)], {
    env: { ...cleanEnvironment(options.home), ...options.surroundings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written: string[] = []
  const link = await linkOf(child, written)
  return {
    link,
    output: () => written.join(''),
    async stop() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Opens the browser door in a page. */
export async function openBrowser(page: Page, options: PanelOptions): Promise<BrowserPanel> {
  const { link, output, stop } = await startPanel(options)
  await page.goto(link)
  return { page, link, output, close: stop }
}

function linkOf(child: ChildProcess, written: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const take = (part: unknown): void => {
      written.push(String(part))
      const link = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(written.join(''))?.[0]
      if (link) resolve(link)
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.once('exit', (code) =>
      reject(new Error(`The server ended with code ${code}:\n${written.join('')}`)),
    )
  })
}
