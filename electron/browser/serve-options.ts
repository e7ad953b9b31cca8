import { type Command, InvalidArgumentError } from 'commander'

/** The flags of the browser door, the same for `npm start` and `rolecall serve`. */
export function withServeOptions(command: Command): Command {
  return command
    .option('--home <dir>', 'folder that holds what Rolecall keeps', folder)
    .option('--sandbox', 'look at the embedded world', false)
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', numberUpTo(65_535), 0)
    .option('--pace <ms>', 'time that a step of the sandbox’s runner takes', wholeNumber, 700)
    .option('--no-open', 'do not open the system’s browser')
}

/** Parses a flag that counts something. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}

/** Parses a flag that counts something of which there is a most. */
export function numberUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = wholeNumber(text)
    if (number > most) throw new InvalidArgumentError(`The most is ${most}.`)
    return number
  }
}

/** Parses a flag that names a folder: the empty value of an unset variable is a mistake, not the usual place. */
export function folder(text: string): string {
  if (text === '') throw new InvalidArgumentError('Name a folder.')
  return text
}
