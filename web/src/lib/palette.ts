/** Colours of classes: ten that stay apart in normal, red-, green- and blue-blind sight, then generated ones. */

/**
 * Chosen by maximising the smallest OKLab distance over normal vision and simulated protanopia, deuteranopia and
 * tritanopia (Machado 2009), and the distance to the amber accent. Light enough for dark ink on each of them.
 */
const CHOSEN = [
  '#4c8dff',
  '#f2702c',
  '#4bca85',
  '#e2457c',
  '#e9e04a',
  '#cc8eb4',
  '#89d7f9',
  '#9578c8',
  '#b7fbcf',
  '#a2a4f8',
] as const

const GOLDEN_ANGLE = 137.508

/** Ink that reads on every class colour (contrast of at least 4.5). */
export const CLASS_INK = '#10141a'

/** The colour of the class at this position (0-based) of its dataset. */
export function classColour(position: number): string {
  const chosen = CHOSEN[position]
  if (chosen !== undefined) return chosen
  const turn = Math.max(position, 0) - CHOSEN.length
  const lightness = 62 + (turn % 3) * 10
  const saturation = 80 - (turn % 2) * 25
  return `hsl(${Math.round((turn * GOLDEN_ANGLE + 20) % 360)} ${saturation}% ${lightness}%)`
}
