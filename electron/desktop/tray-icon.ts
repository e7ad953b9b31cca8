import { encodePng } from './png'
import type { FleetMark } from './tray-state'

type Point = readonly [x: number, y: number]
/** Distance to a shape's edge in units of the icon (−1…1 across); negative inside. */
type Shape = (point: Point) => number

/** Each mark has a shape of its own, so that it can be told without its colour. */
const SHAPES: Record<FleetMark, Shape> = {
  working: disc(0.86),
  attention: ([x, y]) => triangle(x, y - 0.2),
  broken: ([x, y]) => cross(x, y),
  unknown: ([x, y]) => Math.max(disc(0.86)([x, y]), -disc(0.56)([x, y])),
}

/** GitHub's functional colours, which keep their contrast on light and dark bars. */
const COLORS: Record<FleetMark, readonly [number, number, number]> = {
  working: [0x2d, 0xa4, 0x4e],
  attention: [0xbf, 0x87, 0x00],
  broken: [0xcf, 0x22, 0x2e],
  unknown: [0x81, 0x8b, 0x98],
}

function disc(radius: number): Shape {
  return ([x, y]) => Math.hypot(x, y) - radius
}

/** Equilateral, pointing up, around its centre. */
function triangle(x: number, y: number): number {
  return Math.max(Math.abs(x) * 0.87 - y * 0.5, y) - 0.5
}

function cross(x: number, y: number): number {
  const along = (x + y) * Math.SQRT1_2
  const across = (x - y) * Math.SQRT1_2
  const bar = (length: number, width: number): number =>
    Math.max(Math.abs(length) - 0.92, Math.abs(width) - 0.28)
  return Math.min(bar(along, across), bar(across, along))
}

/** The icon of a mark as PNG bytes, `size` pixels square, with smooth edges on a transparent ground. */
export function drawIcon(mark: FleetMark, size: number): Buffer {
  const pixels = new Uint8Array(size * size * 4)
  const toUnit = (pixel: number): number => ((pixel + 0.5) / size) * 2 - 1
  for (let index = 0; index < size * size; index += 1) {
    const point = [toUnit(index % size), toUnit(Math.floor(index / size))] as const
    const coverage = Math.min(1, Math.max(0, 0.5 - (SHAPES[mark](point) * size) / 2))
    pixels.set([...COLORS[mark], Math.round(coverage * 255)], index * 4)
  }
  return encodePng(size, pixels)
}
