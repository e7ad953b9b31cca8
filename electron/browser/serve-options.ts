import { type Command, InvalidArgumentError } from 'commander'

/** The flags of the browser door, the same for `npm start` and `rolecall serve`. */
export function withServeOptions(command: Command): Command {
  return command
    .option('--home <dir>', 'folder that holds what Rolecall keeps')
    .option('--sandbox', 'look at the embedded world', false)
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber, 0)
    .option('--pace <ms>', 'time that a step of the sandbox’s runner takes', wholeNumber, 700)
    .option('--no-open', 'do not open the system’s browser')
}

/** Parses a flag that counts something. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}
