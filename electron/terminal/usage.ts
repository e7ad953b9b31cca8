import { CommanderError } from 'commander'

/** A command that cannot be understood, though each of its parts can: told as Commander tells its own. */
export function misused(sentence: string): CommanderError {
  return new CommanderError(2, 'rolecall.misused', sentence)
}
