import type { Cipher } from '../../../electron/desktop/safe-vault'

/** An operating system's encryption, as far as it matters where the clear text may stand. */
export const XOR_CIPHER: Cipher = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a)),
  decryptString: (sealed) => Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString(),
}
