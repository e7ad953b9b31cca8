import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

  test('signing the last one out leaves no file, and two that are kept at once do not lose each other', async () => {
    const vault = openSafeVault(home, systemCipher(42), 'linux')
    await Promise.all([vault.set('ann@github.com', 'one'), vault.set('bob@github.com', 'two')])
    expect([await vault.get('ann@github.com'), await vault.get('bob@github.com')]).toEqual(['one', 'two'])
    await Promise.all([vault.delete('ann@github.com'), vault.delete('bob@github.com')])
    expect(existsSync(join(home, 'vault.json'))).toBe(false)
  })

  test('a damaged file is set aside, and the next secret is kept in a new one', async () => {
    writeFileSync(join(home, 'vault.json'), '{"ann@git')
    const vault = openSafeVault(home, systemCipher(42), 'linux')
    expect(await vault.get('ann@github.com')).toBeNull()
    await vault.set('ann@github.com', 'new')
    expect(await vault.get('ann@github.com')).toBe('new')
    expect(readdirSync(home).filter((name) => name.startsWith('vault.json.unreadable-'))).toHaveLength(1)
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
    ['a keyring that is not known yet', systemCipher(42, 'unknown')],
  ])('%s', async (_what, cipher) => {
    const vault = openSafeVault(home, cipher, 'linux')
    await vault.set('api.github.com', 'ghp_secret')
    expect(vault.durable).toBe(false)
    expect(vault.whyNot).toMatch(/no encryption.*keyring/)
    expect(await vault.get('api.github.com')).toBe('ghp_secret')
    expect(await openSafeVault(home, cipher, 'linux').get('api.github.com')).toBeNull()
  })

  test('what an earlier session kept is not read, and is wiped by signing out', async () => {
    await openSafeVault(home, systemCipher(42), 'linux').set('ann@github.com', 'ghp_secret')
    const vault = openSafeVault(home, systemCipher(42, 'basic_text'), 'linux')
    expect(await vault.get('ann@github.com')).toBeNull()
    await vault.delete('ann@github.com')
    expect(existsSync(join(home, 'vault.json'))).toBe(false)
  })
})
