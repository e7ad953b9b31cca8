/** Electron's `safeStorage` on a system without a keyring: it offers no encryption. */
export const safeStorage = {
  isEncryptionAvailable: () => false,
  getSelectedStorageBackend: () => 'basic_text',
  encryptString() {
    throw new Error('Encryption is not available.')
  },
  decryptString() {
    throw new Error('Encryption is not available.')
  },
}
