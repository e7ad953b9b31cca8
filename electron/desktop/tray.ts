import { Menu, type NativeImage, nativeImage, Tray } from 'electron'
import type { Connections } from '../../shared/contract/connections'
import type { Standing } from '../house'
import { endingSignIns } from './ending-sign-ins'
import { drawIcon } from './tray-icon'
import { type TrayActions, trayMenu } from './tray-menu'
import { type FleetMark, trayState } from './tray-state'

/** The tray's icon; it is told how the fleet stands, and how the sign-ins do. */
export interface FleetTray {
  show(standings: readonly Standing[]): void
  showConnections(connections: Connections): void
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
  const draw = (): void => {
    const lines = connections ? endingSignIns(connections, Date.now()) : []
    tray.setImage(iconOf(state.mark))
    tray.setToolTip([`Rolecall: ${state.says}`, ...lines].join('\n'))
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, lines, actions)))
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
