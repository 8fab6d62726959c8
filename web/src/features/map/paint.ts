/** The colour of each point: of its class, of its value, or of its number between two ends. */
import { type MapPoints, NO_CODE } from '@/api/map-points'
import { cssPixel } from '@/canvas/point-colours'
import { mixPixel, pixel } from '@/canvas/draw-points'
import { classColour } from '@/lib/palette'
import type { ClassBook } from '@/state/class-book'

/** How bright colours that are made for a dark ground are on a light one. */
const ON_LIGHT = 0.78
const SHADES = 256
/** From low to high: a ramp whose brightness rises evenly, apart in every kind of colour blindness (viridis' anchors). */
const RAMP = [pixel(68, 1, 84), pixel(59, 82, 139), pixel(33, 145, 140), pixel(94, 201, 98), pixel(253, 231, 37)] as const

/** CSS text of a packed pixel. */
export function cssOf(ink: number): string {
  return `rgb(${ink & 255} ${(ink >> 8) & 255} ${(ink >> 16) & 255})`
}

export function rampInk(share: number): number {
  const place = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1)
  const at = Math.min(Math.floor(place), RAMP.length - 2)
  return mixPixel(RAMP[at] ?? 0, RAMP[at + 1] ?? 0, place - at)
}

/** The inks of a map's terms or shades. */
export function inksOf({ colour }: MapPoints, classes: ClassBook, isLight: boolean): Uint32Array {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return new Uint32Array(SHADES)
  if (colour.type === 'number') return Uint32Array.from({ length: SHADES }, (_, at) => rampInk(at / (SHADES - 1)))
  const share = isLight ? ON_LIGHT : 1
  return Uint32Array.from(colour.terms, ({ value }, at) => cssPixel(context, typeof value === 'number' && colour.type === 'class' ? classes.look(value).colour : classColour(at), share))
}

/** One ink per point; 0, which is clear, for those whose value is hidden. */
export function paintPoints(points: MapPoints, inks: Uint32Array, { none, hidden }: { none: number; hidden: ReadonlySet<number> }): Uint32Array {
  const table = new Uint32Array(NO_CODE + 1).fill(none)
  inks.forEach((ink, code) => {
    table[code] = hidden.has(code) ? 0 : ink
  })
  if (hidden.has(NO_CODE)) table[NO_CODE] = 0
  return Uint32Array.from(points.codes, (code) => table[code] ?? none)
}
