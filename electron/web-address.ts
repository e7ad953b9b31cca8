import { ExpectedFailure, failure } from '../shared/domain/failure'

/** The address that a setting names, without a slash at its end; throws `invalid` for what is no http address. */
export function webAddress(text: string, setting: string, example: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  throw new ExpectedFailure(
    failure('invalid', `${setting} is "${text}", which is no address. Write it like ${example}.`, {
      kind: 'correct-input',
      field: setting,
    }),
  )
}
