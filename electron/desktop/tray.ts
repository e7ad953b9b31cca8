import { Menu, type NativeImage, nativeImage, Tray } from 'electron'
import type { Standing } from '../house'
import { drawIcon } from './tray-icon'
import { type TrayActions, trayMenu } from './tray-menu'
import { type FleetMark, trayState } from './tray-state'

/** The tray's icon; it is told how the fleet stands. */
export interface FleetTray {
  show(standings: readonly Standing[]): void
  destroy(): void
}

/** Points; the second representation serves displays of twice the density. */
const SIZE = 16

/** Puts the fleet's state into the system's tray. */
export function createTray(actions: TrayActions): FleetTray {
  const tray = new Tray(iconOf('unknown'))
  tray.on('click', actions.open)
  return {
    show(standings) {
      const state = trayState(standings)
      tray.setImage(iconOf(state.mark))
      tray.setToolTip(`Rolecall: ${state.says}`)
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, actions)))
    },
    destroy: () => tray.destroy(),
  }
}

function iconOf(mark: FleetMark): NativeImage {
  const image = nativeImage.createFromBuffer(drawIcon(mark, SIZE), { scaleFactor: 1 })
  image.addRepresentation({ scaleFactor: 2, buffer: drawIcon(mark, SIZE * 2) })
  // A macOS menu bar colours icons itself: the shape has to say it alone there.
  image.setTemplateImage(process.platform === 'darwin')
  return image
}
