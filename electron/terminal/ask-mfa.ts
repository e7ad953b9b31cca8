import { createInterface } from 'node:readline/promises'
import type { MfaDevice } from '../clients/aws-port'
import { visible } from './printable'

/** Asks the person at the terminal for a code; null where nobody sits there, or nothing was typed. */
export async function askMfaAtTerminal({ profile, device }: MfaDevice): Promise<string | null> {
  if (!process.stdin.isTTY) return null
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const code = await lines.question(visible(`MFA code of ${device} for the AWS profile ${profile}: `))
    return code.trim() === '' ? null : code.trim()
  } finally {
    lines.close()
  }
}
