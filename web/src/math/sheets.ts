/** Sheets of crops: many small squares in one picture, 16 to a row. */

/** Crops of one sheet: a few are one screen, so that what is seen first comes first. */
export const SHEET = 64
export const SHEET_COLUMNS = 16

/** Where a crop lies in its sheet, as a background of a square of `side` CSS pixels. */
export interface Sprite {
  readonly size: number
  readonly x: number
  readonly y: number
}

/**
 * The place of the crop at `slot` of a sheet with `columns` whose squares have `stored` pixels. Where they are not shown
 * as they are, half a pixel is cut off all round: scaling would mix in the neighbours.
 */
export function spriteOf(slot: number, columns: number, stored: number, side: number): Sprite {
  const cut = stored === side ? 0 : 0.5
  const scale = side / (stored - 2 * cut)
  const offset = (index: number): number => -(index * stored + cut) * scale
  return { size: columns * stored * scale, x: offset(slot % columns), y: offset(Math.floor(slot / columns)) }
}

/** The stored side that is sharp for squares of these many pixels of the screen; else the largest. */
export function storedSide<S extends number>(sides: readonly [S, ...S[]], pixels: number): S {
  const largest = sides.reduce((one, other) => (other > one ? other : one))
  return sides.find((side) => side >= pixels * 0.9) ?? largest
}

export interface Span {
  readonly first: number
  readonly end: number
}

/** The sheets worth having for these crops on screen, most wanted first: those in sight, the next ones, the one before. */
export function sheetsFor({ first, end }: Span, total: number, forward: boolean): number[] {
  const last = Math.ceil(total / SHEET) - 1
  const [low, high] = [Math.floor(first / SHEET), Math.floor(Math.max(end - 1, first) / SHEET)]
  const inSight = Array.from({ length: high - low + 1 }, (_, step) => low + step)
  const around = forward ? [high + 1, high + 2, low - 1, high + 3, high + 4] : [low - 1, low - 2, high + 1, low - 3, low - 4]
  return [...inSight, ...around].filter((sheet) => sheet >= 0 && sheet <= last)
}
