import { contextBridge, ipcRenderer } from 'electron'
import { TO_MAIN, TO_PAGE } from './desktop/channels'

/** What crosses: a message as oRPC's message-port link encodes it. The main process checks it again. */
type Message = string | ArrayBuffer | Uint8Array

/* The page never sees `ipcRenderer` or an event of it: an event holds the sender, and with it every channel. */
contextBridge.exposeInMainWorld('rolecall', {
  postMessage(message: Message): void {
    ipcRenderer.send(TO_MAIN, message)
  },
  onMessage(listener: (message: Message) => void): () => void {
    const receive = (_event: unknown, message: Message): void => listener(message)
    ipcRenderer.on(TO_PAGE, receive)
    return () => {
      ipcRenderer.removeListener(TO_PAGE, receive)
    }
  },
})
