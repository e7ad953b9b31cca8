import { host } from '../host.mjs'

/*
 * Electron's `safeStorage` on Linux: a system without a keyring, which offers no encryption, unless Electron's own
 * switch names one. What the keyring keeps safe here is not the point: it turns clear text into something else.
 */
const hasKeyring = () => host.switches.includes('--password-store=gnome-libsecret')
const MARK = 0x5a

function turn(bytes) {
  if (!hasKeyring()) throw new Error('Encryption is not available.')
  return Buffer.from(bytes.map((byte) => byte ^ MARK))
}

export const safeStorage = {
  isEncryptionAvailable: hasKeyring,
  getSelectedStorageBackend: () => (hasKeyring() ? 'gnome_libsecret' : 'basic_text'),
  encryptString: (text) => turn(Buffer.from(text)),
  decryptString: (sealed) => turn(sealed).toString(),
}
