/** A refusal as AWS words it: code of the Query protocol, message, HTTP status. */
export class AwsFault extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = 'AwsFault'
    this.code = code
    this.status = status
  }
}

/** Something is not there (404). */
export function noSuchEntity(message: string): AwsFault {
  return new AwsFault('NoSuchEntity', message, 404)
}

/** A parameter breaks a constraint of the API model, in the words that every Query service uses. */
export function constraintBroken(parameter: string, value: string | null, constraint: string): AwsFault {
  const lowered = parameter.charAt(0).toLowerCase() + parameter.slice(1)
  const shown = value === null ? 'Value null' : `Value '${value}'`
  return new AwsFault(
    'ValidationError',
    `1 validation error detected: ${shown} at '${lowered}' failed to satisfy constraint: ${constraint}`,
  )
}
