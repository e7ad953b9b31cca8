import { Menu, type NativeImage, nativeImage, Tray } from 'electron'
import type { Connections } from '../../shared/contract/connections'
import type { HostFleet } from '../../shared/domain/host-fleet'
import type { Standing } from '../house'
import type { OwnRunsNews } from '../services/runs/own-runs'
import { endingSignIns } from './ending-sign-ins'
import { drawIcon } from './tray-icon'
import { type TrayActions, trayMenu } from './tray-menu'
import { type TrayRun, trayRuns } from './tray-runs'
import { type FleetMark, trayState, withOtherHosts } from './tray-state'

/** The tray's icon; it is told how the fleet, its test runs and the sign-ins stand. */
export interface FleetTray {
  show(standings: readonly Standing[]): void
  showConnections(connections: Connections): void
  showHosts(hosts: readonly HostFleet[]): void
  showRuns(news: Extract<OwnRunsNews, { kind: 'view' }>): void
  destroy(): void
}

/** Points; the second representation serves displays of twice the density. */
const SIZE = 16
const REDRAW_MS = 60_000

/** Puts the fleet's state into the system's tray. */
export function createTray(actions: TrayActions): FleetTray {
  const tray = new Tray(iconOf('unknown'))
  tray.on('click', actions.open)
  let state = trayState([])
  let connections: Connections | null = null
  let hosts: readonly HostFleet[] = []
  let runs: TrayRun[] = []
  const draw = (): void => {
    const now = Date.now()
    const signIns = connections ? endingSignIns(connections, now) : []
    const whole = withOtherHosts(state, hosts, now)
    tray.setImage(iconOf(whole.mark))
    const others = whole.others.map(({ says }) => says)
    tray.setToolTip([`Rolecall: ${whole.says}`, ...others, ...signIns].join('\n'))
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu({ state: whole, signIns, runs }, actions)))
  }
  /* A sign-in comes to its end without anything happening. */
  const timer = setInterval(draw, REDRAW_MS)
  return {
    show(standings) {
      state = trayState(standings)
      draw()
    },
    showConnections(now) {
      connections = now
      draw()
    },
    showHosts(now) {
      hosts = now
      draw()
    },
    showRuns(news) {
      const lines = trayRuns(news)
      /* A menu that is set anew may close under the pointer: only for something new. */
      if (JSON.stringify(lines) === JSON.stringify(runs)) return
      runs = lines
      draw()
    },
    destroy() {
      clearInterval(timer)
      tray.destroy()
    },
  }
}

function iconOf(mark: FleetMark): NativeImage {
  const image = nativeImage.createFromBuffer(drawIcon(mark, SIZE), { scaleFactor: 1 })
  image.addRepresentation({ scaleFactor: 2, buffer: drawIcon(mark, SIZE * 2) })
  // A macOS menu bar colours icons itself: the shape has to say it alone there.
  image.setTemplateImage(process.platform === 'darwin')
  return image
}
