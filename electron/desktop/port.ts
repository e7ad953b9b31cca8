import type { IpcMainEvent, WebContents } from 'electron'
import { admitMessage } from '../admit-message'
import { isOwnAddress } from './address'
import { TO_MAIN, TO_PAGE } from './channels'

/** The shape of port that oRPC's message-port handler takes. */
export interface Port {
  postMessage(message: unknown): void
  onMessage: { addListener(listener: (message: unknown) => void): void }
  onDisconnect: { addListener(listener: () => void): void }
}

export interface PortKeeper {
  /** Gets one port for each document, closed when the document goes. */
  accept(port: Port): void
  /** Told of each message that was dropped, from another frame or page or of another form, and how many there were. */
  refused(count: number): void
}

/** The guarded IPC door of a window. */
export function openPortDoor(contents: WebContents, keeper: PortKeeper): void {
  let refused = 0
  let line: Line | null = null
  const hangUp = (): void => {
    line?.close()
    line = null
  }
  contents.ipc.on(TO_MAIN, (event, message: unknown) => {
    const admitted = isFromOurPage(event) ? admitMessage(message) : null
    if (admitted === null) {
      refused += 1
      keeper.refused(refused)
      return
    }
    line ??= openLine(contents, keeper)
    line.deliver(admitted)
  })
  contents.on('did-navigate', hangUp)
  contents.on('render-process-gone', hangUp)
  contents.once('destroyed', hangUp)
}

function isFromOurPage({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url)
}

interface Line {
  deliver(message: string): void
  close(): void
}

function openLine(contents: WebContents, keeper: PortKeeper): Line {
  const onMessage: ((message: unknown) => void)[] = []
  const onDisconnect: (() => void)[] = []
  let open = true
  keeper.accept({
    postMessage(message) {
      if (open && !contents.isDestroyed()) contents.send(TO_PAGE, message)
    },
    onMessage: { addListener: (listener) => void onMessage.push(listener) },
    onDisconnect: { addListener: (listener) => void onDisconnect.push(listener) },
  })
  return {
    deliver: (message) => {
      for (const listener of onMessage) listener(message)
    },
    close: () => {
      open = false
      for (const listener of onDisconnect) listener()
    },
  }
}
