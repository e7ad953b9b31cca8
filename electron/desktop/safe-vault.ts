import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { z } from 'zod'
import { readText, setAside, writeText } from '../storage/atomic-file'
import { memoryVault, type Vault } from '../storage/vault'

/** The part of Electron's `safeStorage` that the vault uses; ask it only when the app is ready. */
export type Cipher = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>

/** Ciphertext in Base64, by identity. */
const Kept = z.record(z.string(), z.base64())
type Kept = z.infer<typeof Kept>

/** The vault of the desktop door: durable where the operating system encrypts, else memory only (fails closed). */
export function openSafeVault(home: string, cipher: Cipher, platform = process.platform): Vault {
  const file = new VaultFile(join(home, 'vault.json'))
  return encrypts(cipher, platform) ? durableVault(file, cipher) : closedVault(file)
}

/* On Linux without a keyring Electron would "encrypt" with a fixed key; `unknown` is asked too early. Neither protects. */
const NO_KEYRING: ReadonlySet<string> = new Set(['basic_text', 'unknown'])

function encrypts(cipher: Cipher, platform: NodeJS.Platform): boolean {
  if (!cipher.isEncryptionAvailable()) return false
  return platform !== 'linux' || !NO_KEYRING.has(cipher.getSelectedStorageBackend())
}

const NO_ENCRYPTION =
  'This system offers no encryption that Rolecall could trust, so no token is written to disk: each is kept in memory until Rolecall ends. On Linux, install or unlock a keyring (GNOME Keyring, KWallet) and start Rolecall again.'

function durableVault(file: VaultFile, cipher: Cipher): Vault {
  return {
    durable: true,
    async get(id) {
      const kept = (await file.read())[id]
      return kept === undefined ? null : decrypt(kept, cipher)
    },
    set: (id, secret) => {
      const sealed = cipher.encryptString(secret).toString('base64')
      return file.change((kept) => ({ ...kept, [id]: sealed }))
    },
    delete: (id) => file.change(({ [id]: _gone, ...rest }) => rest),
  }
}

/** Nothing is read from the file or written to it; yet what an earlier session kept is wiped when it is signed out. */
function closedVault(file: VaultFile): Vault {
  const memory = memoryVault()
  return {
    ...memory,
    whyNot: NO_ENCRYPTION,
    async delete(id) {
      await memory.delete(id)
      await file.change(({ [id]: _gone, ...rest }) => rest)
    },
  }
}

/** The file with the ciphertexts; none where nothing is kept. One that cannot be read is set aside. */
class VaultFile {
  private changing: Promise<void> = Promise.resolve()

  constructor(private readonly path: string) {}

  async read(): Promise<Kept> {
    const text = await readText(this.path)
    const kept = text === null ? {} : parse(text)
    if (kept === null) setAside(this.path, Date.now())
    return kept ?? {}
  }

  /* One after the other: of two identities that are kept at once, neither may lose the other. */
  change(act: (kept: Kept) => Kept): Promise<void> {
    const changed = this.changing.then(async () => {
      const before = await this.read()
      const after = act(before)
      if (Object.keys(after).length > 0) await writeText(this.path, JSON.stringify(after))
      else await rm(this.path, { force: true })
    })
    this.changing = changed.catch(() => {})
    return changed
  }
}

function parse(text: string): Kept | null {
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
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
