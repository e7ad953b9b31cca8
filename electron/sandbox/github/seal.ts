import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import sodium from 'libsodium-wrappers'

/** Seals secrets for one repository; keys in base64. */
export interface SealKey {
  id: string
  publicKey: string
  privateKey: string
}

/** DER head of an X25519 private key (RFC 8410); the 32 raw bytes follow. */
const PKCS8_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** A key pair for sealed boxes, always the same for one repository, so that a seeded world is repeatable. */
export function sealKeyOf(repositoryId: number): SealKey {
  const secret = createHash('sha256').update(`seal:${repositoryId}`).digest()
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_X25519, secret]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    id: String(5_680_440_000_000_000 + repositoryId),
    publicKey: spki.subarray(-32).toString('base64'),
    privateKey: secret.toString('base64'),
  }
}

/** Opens what `crypto_box_seal` sealed; null when it was not sealed for this key. */
export async function openSealed(key: SealKey, encrypted: string): Promise<string | null> {
  await sodium.ready
  try {
    const bytes = Buffer.from(encrypted, 'base64')
    return sodium.crypto_box_seal_open(
      bytes,
      Buffer.from(key.publicKey, 'base64'),
      Buffer.from(key.privateKey, 'base64'),
      'text',
    )
  } catch {
    return null
  }
}
