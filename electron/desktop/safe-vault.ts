import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { z } from 'zod'
import { readText, writeText } from '../storage/atomic-file'
import { memoryVault, type Vault } from '../storage/vault'

/** The part of Electron's `safeStorage` that the vault uses; ask it only when the app is ready. */
export type Cipher = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>

/** Ciphertext in Base64, by host. */
const Kept = z.record(z.string(), z.base64())

/** The vault of the desktop door: durable where the operating system encrypts, else memory only (fails closed). */
export function openSafeVault(home: string, cipher: Cipher, platform = process.platform): Vault {
  return encrypts(cipher, platform) ? durableVault(join(home, 'vault.json'), cipher) : memoryVault()
}

/** On Linux without a keyring Electron would "encrypt" with a fixed key: that is no protection. */
function encrypts(cipher: Cipher, platform: NodeJS.Platform): boolean {
  if (!cipher.isEncryptionAvailable()) return false
  return platform !== 'linux' || cipher.getSelectedStorageBackend() !== 'basic_text'
}

function durableVault(path: string, cipher: Cipher): Vault {
  const read = async (): Promise<Record<string, string>> => {
    const text = await readText(path)
    return text === null ? {} : parse(text)
  }
  return {
    durable: true,
    async get(host) {
      const kept = (await read())[host]
      return kept === undefined ? null : decrypt(kept, cipher)
    },
    async set(host, secret) {
      const sealed = cipher.encryptString(secret).toString('base64')
      await writeText(path, JSON.stringify({ ...(await read()), [host]: sealed }))
    },
    async delete(host) {
      const { [host]: _gone, ...rest } = await read()
      await writeText(path, JSON.stringify(rest))
    },
  }
}

function parse(text: string): Record<string, string> {
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? {}
  } catch {
    return {}
  }
}

/** Null where the key is gone (another user or machine): the user connects again. */
function decrypt(kept: string, cipher: Cipher): string | null {
  try {
    return cipher.decryptString(Buffer.from(kept, 'base64'))
  } catch {
    return null
  }
}
