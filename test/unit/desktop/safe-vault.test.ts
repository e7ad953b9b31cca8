import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Cipher, openSafeVault } from '../../../electron/desktop/safe-vault'

/** An operating system's encryption; `key` stands for the user's keyring. */
function systemCipher(
  key: number,
  backend: ReturnType<Cipher['getSelectedStorageBackend']> = 'gnome_libsecret',
): Cipher {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ key))
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => turn(Buffer.from(`sealed:${text}`)),
    decryptString(sealed) {
      const text = turn(sealed).toString()
      if (!text.startsWith('sealed:')) throw new Error('wrong key')
      return text.slice('sealed:'.length)
    },
  }
}

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-vault-'))
})
afterEach(() => rmSync(home, { recursive: true }))

describe('where the system encrypts', () => {
  test('a secret is there after a restart, and never in the clear on disk', async () => {
    await openSafeVault(home, systemCipher(42), 'linux').set('api.github.com', 'ghp_secret')
    const restarted = openSafeVault(home, systemCipher(42), 'linux')
    expect(restarted.durable).toBe(true)
    expect(await restarted.get('api.github.com')).toBe('ghp_secret')
    expect(readFileSync(join(home, 'vault.json'), 'utf8')).not.toContain('ghp_secret')
  })

  test('a deleted secret is gone, and others stay', async () => {
    const vault = openSafeVault(home, systemCipher(42), 'linux')
    await vault.set('api.github.com', 'one')
    await vault.set('github.example.org', 'two')
    await vault.delete('api.github.com')
    expect(await vault.get('api.github.com')).toBeNull()
    expect(await vault.get('github.example.org')).toBe('two')
  })

  test('under another key, or with a damaged file, there is simply no secret', async () => {
    await openSafeVault(home, systemCipher(42), 'linux').set('api.github.com', 'ghp_secret')
    expect(await openSafeVault(home, systemCipher(7), 'linux').get('api.github.com')).toBeNull()
    writeFileSync(join(home, 'vault.json'), '{"api.github')
    expect(await openSafeVault(home, systemCipher(42), 'linux').get('api.github.com')).toBeNull()
  })
})

describe('where it does not, nothing is kept beyond the process', () => {
  test.each([
    ['no encryption at all', { ...systemCipher(42), isEncryptionAvailable: () => false }],
    ['a fixed key on Linux', systemCipher(42, 'basic_text')],
  ])('%s', async (_what, cipher) => {
    const vault = openSafeVault(home, cipher, 'linux')
    await vault.set('api.github.com', 'ghp_secret')
    expect(vault.durable).toBe(false)
    expect(await vault.get('api.github.com')).toBe('ghp_secret')
    expect(await openSafeVault(home, cipher, 'linux').get('api.github.com')).toBeNull()
  })
})
