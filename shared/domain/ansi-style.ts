/** What the SGR codes so far say about the text that follows. */
export interface Style {
  fg: string | null
  bg: string | null
  bold: boolean
  dim: boolean
  italic: boolean
  underline: boolean
  inverse: boolean
}

export const UNSTYLED: Style = {
  fg: null,
  bg: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
}

const SWITCHES: Record<number, Partial<Style>> = {
  0: UNSTYLED,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { fg: null },
  49: { bg: null },
}

/** Applies the parameters of one SGR sequence (ECMA-48 §8.3.117); codes that are not understood change nothing. */
export function applySgr(style: Style, parameters: string): Style {
  let next = style
  const codes = parameters.split(';')
  for (let i = 0; i < codes.length; i += 1) {
    // ITU T.416 writes a colour in one parameter with colons, xterm in several with semicolons.
    const parts = (codes[i] ?? '').split(':').map(Number)
    const code = parts[0] ?? 0
    if (code === 38 || code === 48) {
      const inColons = parts.length > 1
      const { color, used } = extendedColor(
        inColons ? parts.slice(1) : codes.slice(i + 1).map(Number),
        inColons,
      )
      if (color !== null) next = { ...next, [code === 38 ? 'fg' : 'bg']: color }
      if (!inColons) i += used
    } else if (code === 4 && parts[1] === 0) next = { ...next, underline: false }
    else next = { ...next, ...(SWITCHES[code] ?? basicColor(code)) }
  }
  return next
}

function basicColor(code: number): Partial<Style> {
  if (code >= 30 && code <= 37) return { fg: `ansi-${code - 30}` }
  if (code >= 90 && code <= 97) return { fg: `ansi-${code - 82}` }
  if (code >= 40 && code <= 47) return { bg: `ansi-${code - 40}` }
  return code >= 100 && code <= 107 ? { bg: `ansi-${code - 92}` } : {}
}

/** A `5;n` or `2;r;g;b` colour; the colon form may have an empty colour space before `r`. */
function extendedColor(codes: readonly number[], inColons: boolean): { color: string | null; used: number } {
  if (codes[0] === 5) return { color: paletteColor(codes[1] ?? -1), used: 2 }
  if (codes[0] !== 2) return { color: null, used: 0 }
  const rgb = inColons && codes.length > 4 ? codes.slice(2, 5) : codes.slice(1, 4)
  return { color: hex(rgb), used: 4 }
}

const CUBE = [0, 95, 135, 175, 215, 255] as const

/** xterm's 256 colours: 16 of the theme, a 6×6×6 cube, 24 greys. */
function paletteColor(index: number): string | null {
  if (!Number.isInteger(index) || index < 0 || index > 255) return null
  if (index < 16) return `ansi-${index}`
  if (index > 231) return hex(Array(3).fill(8 + (index - 232) * 10))
  const cell = index - 16
  return hex([Math.floor(cell / 36), Math.floor(cell / 6) % 6, cell % 6].map((step) => CUBE[step] ?? 0))
}

function hex(rgb: readonly number[]): string | null {
  if (rgb.length !== 3 || rgb.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return null
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
