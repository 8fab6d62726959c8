/** Colours of the matrix, from the tokens of the theme. */

export interface Palette {
  readonly ground: string
  readonly empty: string
  readonly heat: string
  readonly ink: string
  /** Writing on a cell that is hot. */
  readonly hotInk: string
  readonly quiet: string
  readonly faint: string
  readonly lit: string
  readonly line: string
}

type Rgb = readonly [number, number, number]

/** `#rgb`, `#rrggbb` to numbers; black for anything else. */
export function rgb(hex: string): Rgb {
  const digits = hex.trim().replace(/^#/, '')
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  const value = /^[0-9a-f]{6}$/i.test(full) ? Number.parseInt(full, 16) : 0
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** The colour at `part` (0 to 1) of the way from one to the other. */
export function mix(from: string, to: string, part: number): string {
  const [a, b] = [rgb(from), rgb(to)]
  const channel = (index: 0 | 1 | 2): number => Math.round(a[index] + (b[index] - a[index]) * part)
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`
}

/** How warm a share is: its square root, so that a few stand out beside many; what is there at all is never cold. */
export function warmth(share: number): number {
  return share <= 0 ? 0 : Math.max(Math.sqrt(Math.min(share, 1)), 0.12)
}

/** Cells of so many degrees of warmth are drawn together. */
export const DEGREES = 24

/** The colour of each degree, from empty to hot. */
export function ramp({ empty, heat }: Pick<Palette, 'empty' | 'heat'>): string[] {
  return Array.from({ length: DEGREES + 1 }, (_, degree) => mix(empty, heat, degree / DEGREES))
}

/** The degree of a share. */
export const degreeOf = (share: number): number => Math.ceil(warmth(share) * DEGREES)

/** Reads the theme's tokens where the element stands. */
export function paletteAt(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ground: token('--bg'),
    empty: token('--cell'),
    heat: token('--heat'),
    ink: token('--tx'),
    hotInk: token('--heat-ink'),
    quiet: token('--mut'),
    faint: token('--faint'),
    lit: token('--lit'),
    line: token('--line-strong'),
  }
}
