/**
 * Lets a command end well when nobody reads its output any more, as in `rolecall fleet | head -1`. What else goes
 * wrong with the output is said, and changes the exit code to the one given.
 */
export function guardOutput(unwritten: number): void {
  const end = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE') return
    process.stderr.write(`The output cannot be written: ${error.message}. Write it elsewhere.\n`)
    process.once('exit', () => {
      process.exitCode = unwritten
    })
  }
  process.stdout.on('error', end)
  process.stderr.on('error', () => {})
}
