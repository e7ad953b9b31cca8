import { host } from '../host.mjs'

/** Window targets that were asked for and not attached yet, by target ID. */
const expected = new Map()
const creating = new Set()
let listening = null
/** Child windows that the app has permitted and that have not come yet. */
let permitted = 0

/** Lets the next window that a page opens live; the app has not denied it. */
export function permitChild() {
  permitted += 1
}

const ONLY_PAGES = [{ type: 'page' }, { exclude: true }]

/** Chromium stops every new page before it loads anything: ours to be equipped, a page's to be closed if denied. */
function listen(devtools) {
  const { browser } = devtools
  browser.on('Target.attachedToTarget', async ({ sessionId, targetInfo }) => {
    const session = devtools.session(sessionId)
    await Promise.allSettled(creating)
    const take = expected.get(targetInfo.targetId)
    if (take) return take(session)
    await judgeChild(browser, session, targetInfo).catch(() => undefined)
  })
  const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: ONLY_PAGES }
  return browser.send('Target.setAutoAttach', autoAttach)
}

/**
 * A page that waits for its debugger holds up its opener, whose process it shares, and may then never close: one that
 * is denied goes on first, with every request of it held.
 */
async function judgeChild(browser, session, { targetId }) {
  const denied = permitted === 0
  if (denied) await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
  else permitted -= 1
  await session.send('Runtime.runIfWaitingForDebugger')
  if (denied) await browser.send('Target.closeTarget', { targetId })
}

async function create(devtools, bounds) {
  const target = { url: 'about:blank', newWindow: true, ...bounds }
  const { targetId } = await devtools.browser.send('Target.createTarget', target)
  return {
    targetId,
    attached: new Promise((resolve) => {
      expected.set(targetId, resolve)
    }),
  }
}

/** Opens a window that waits before its first document, and a session on it. */
export async function openTarget(bounds) {
  const devtools = await host.devtools
  listening ??= listen(devtools)
  await listening
  const creation = create(devtools, bounds)
  creating.add(creation)
  const { targetId, attached } = await creation.finally(() => creating.delete(creation))
  return { targetId, browser: devtools.browser, session: await attached }
}
