import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { openIssuer } from '../../electron/sandbox/issuer'
import { temporaryFolder } from '../support/temporary-folder'

const NOW = Date.parse('2026-11-01T12:00:00Z')
const AUDIENCE = 'sts.amazonaws.com'

describe('a token', () => {
  test('can be verified by anybody with the published keys, and names GitHub as its issuer', async () => {
    const issuer = await openIssuer(null)
    const token = await issuer.mint({ sub: 'repo:acme/web:ref:refs/heads/main' }, AUDIENCE, NOW)
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(issuer.publicKeys()), {
      issuer: 'https://token.actions.githubusercontent.com',
      audience: AUDIENCE,
      currentDate: new Date(NOW),
    })
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload.sub).toBe('repo:acme/web:ref:refs/heads/main')
  })

  test('is good for five minutes', async () => {
    const issuer = await openIssuer(null)
    const token = await issuer.mint({ sub: 'x' }, AUDIENCE, NOW)
    expect(await issuer.verify(token, NOW + 299_000)).toMatchObject({ valid: true })
    expect(await issuer.verify(token, NOW + 301_000)).toEqual({ valid: false, why: 'expired' })
  })

  test('of another key, or of no form, is refused', async () => {
    const [issuer, other] = await Promise.all([openIssuer(null), openIssuer(null)])
    const foreign = await other.mint({ sub: 'x' }, AUDIENCE, NOW)
    expect(await issuer.verify(foreign, NOW)).toEqual({ valid: false, why: 'signature' })
    expect(await issuer.verify('not.a.token', NOW)).toEqual({ valid: false, why: 'malformed' })
  })

  test('never shows the private half of its key', async () => {
    const [key] = (await openIssuer(null)).publicKeys().keys
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })
})

describe('a kept key', () => {
  test('outlives the process, readable for the user alone', async () => {
    const file = join(await temporaryFolder(), 'issuer-key.json')
    const first = await openIssuer(file)
    const token = await first.mint({ sub: 'x' }, AUDIENCE, NOW)
    const again = await openIssuer(file)
    expect(await again.verify(token, NOW)).toMatchObject({ valid: true })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('that cannot be read is made anew: tokens are short-lived, so nobody depends on it', async () => {
    const file = join(await temporaryFolder(), 'issuer-key.json')
    await writeFile(file, 'half a ke')
    await openIssuer(file)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ kty: 'RSA' })
  })
})
