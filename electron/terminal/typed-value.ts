import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ExpectedFailure, failure } from '../../shared/domain/failure'
import { readInput } from './input'

/**
 * A value that is not on the command line: typed at a terminal, where it is not shown, or all that standard input
 * holds. One line break at the end is the shell's. Throws `invalid` for nothing, or for what is no text.
 */
export async function typedValue(name: string): Promise<string> {
  const value = process.stdin.isTTY ? await unseen(`${name}: `) : await piped()
  if (value !== '') return value
  throw refused(`Standard input holds no value for ${name}.`)
}

async function piped(): Promise<string> {
  const read = await readInput('-')
  if (!read.ok) throw refused(`Standard input ${read.why}.`)
  return read.text.replace(/\r?\n$/, '')
}

/** What a reader echoes goes nowhere. */
async function unseen(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const asking = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await asking.question('')
  } finally {
    asking.close()
    process.stderr.write('\n')
  }
}

function refused(sentence: string): ExpectedFailure {
  return new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field: 'value' }))
}
