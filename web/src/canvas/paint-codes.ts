/** The colour of each point: of its class, of its value, or of its number between two ends. */
import { NO_CODE, type PointColour } from '@/api/map-points'
import { classColour } from '@/lib/palette'
import { mixPixel, pixel } from './draw-points'
import { cssPixel } from './point-colours'

/** What gives a class its colour. */
interface Colours {
  look(id: number): { readonly colour: string }
}

/** The ink of what has no value. */
export const NO_INK = { light: pixel(140, 150, 162), dark: pixel(105, 116, 131) } as const

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

/** The ramp as the background of a box, from low to high. */
export const RAMP_CSS = `linear-gradient(90deg, ${Array.from({ length: 9 }, (_, at) => cssOf(rampInk(at / 8))).join(', ')})`

/** The inks of the terms or shades. */
export function inksOf(colour: PointColour, classes: Colours, isLight: boolean): Uint32Array {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return new Uint32Array(SHADES)
  if (colour.type === 'number' && colour.terms.length === 0) return Uint32Array.from({ length: SHADES }, (_, at) => rampInk(at / (SHADES - 1)))
  const share = isLight ? ON_LIGHT : 1
  return Uint32Array.from(colour.terms, ({ value }, at) => cssPixel(context, typeof value === 'number' && colour.type === 'class' ? classes.look(value).colour : classColour(at), share))
}

/** One ink per point; 0, which is clear, for those whose value is hidden. */
export function paintCodes(codes: ArrayLike<number>, inks: Uint32Array, { none, hidden }: { none: number; hidden?: ReadonlySet<number> }): Uint32Array {
  const table = new Uint32Array(NO_CODE + 1).fill(none)
  inks.forEach((ink, code) => {
    table[code] = hidden?.has(code) === true ? 0 : ink
  })
  if (hidden?.has(NO_CODE) === true) table[NO_CODE] = 0
  const found = new Uint32Array(codes.length)
  for (let at = 0; at < codes.length; at += 1) found[at] = table[codes[at] ?? NO_CODE] ?? none
  return found
}
