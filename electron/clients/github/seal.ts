import sodium from 'libsodium-wrappers'

/** Seals a secret to a repository's public key as GitHub asks: `crypto_box_seal`, base64 (field-notes §4). */
export async function seal(secret: string, publicKey: string): Promise<string> {
  await sodium.ready
  const key = sodium.from_base64(publicKey, sodium.base64_variants.ORIGINAL)
  const box = sodium.crypto_box_seal(sodium.from_string(secret), key)
  return sodium.to_base64(box, sodium.base64_variants.ORIGINAL)
}
