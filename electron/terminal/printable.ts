import { styleText } from 'node:util'
import { redact } from '../../shared/domain/redaction'

export type Colour = 'red' | 'green' | 'cyan'

/** Colours a text for standard output: on a terminal only, unless NO_COLOR or FORCE_COLOR says otherwise. */
export function paint(colour: Colour, text: string): string {
  return styleText(colour, text, { stream: process.stdout })
}

const ESCAPE = String.fromCharCode(27)
/* What `paint` writes: red, green, cyan, and the end of a colour. */
const CONTROL = new RegExp(`${ESCAPE}\\[3[1269]m|(?![\\n\\t])\\p{Cc}`, 'gu')
const PICTURES = 0x2400

/** A text without secrets, whose control characters are shown, not obeyed: what comes from a cloud must not steer the terminal. */
export function visible(text: string): string {
  return redact(text).replace(CONTROL, (found) => (found.length > 1 ? found : pictureOf(found)))
}

/** U+2400 and on picture the controls of ASCII; the others have no picture. */
function pictureOf(control: string): string {
  const code = control.charCodeAt(0)
  if (code === 0x7f) return String.fromCharCode(PICTURES + 0x21)
  return code < 0x20 ? String.fromCharCode(PICTURES + code) : '\ufffd'
}
