/** The points of a map, as the server sends them: a header and four arrays, see `decodePoints`. */
import type { FieldLevel } from './field-types'

export interface ColourTerm {
  /** A class is told by its id. */
  readonly value: string | number
  readonly count: number
}

/** What points are coloured by: terms, the most frequent first, or a number from `low` to `high`. */
export interface PointColour {
  readonly field: string
  readonly title: string
  readonly type: 'class' | 'text' | 'flag' | 'number'
  readonly terms: readonly ColourTerm[]
  readonly low: number
  readonly high: number
}

export interface MapPoints {
  readonly level: FieldLevel
  /** From the map that was computed, from the first two principal components, or from nowhere: there are no embeddings. */
  readonly places: 'map' | 'pca' | 'none'
  /** Was a map computed, shown or not? */
  readonly has_map: boolean
  readonly count: number
  /** Points that came after the map was made, and stand beside their look-alikes. */
  readonly late: number
  readonly colour: PointColour
  readonly ids: Uint32Array
  readonly xs: Float32Array
  readonly ys: Float32Array
  /** The place of a point's value in the terms, or 0 to 255 from low to high; `NO_CODE` for none. */
  readonly codes: Uint16Array
}

export const NO_CODE = 65_535

const WORD = 4

/** Little-endian, as every browser's arrays are: the length of the header, the header as JSON, ids, x, y and codes. */
export function decodePoints(body: ArrayBuffer): MapPoints {
  const length = new DataView(body).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(body, WORD, length))) as Omit<MapPoints, 'ids' | 'xs' | 'ys' | 'codes'>
  const start = WORD + length
  const { count } = header
  return {
    ...header,
    ids: new Uint32Array(body, start, count),
    xs: new Float32Array(body, start + WORD * count, count),
    ys: new Float32Array(body, start + 2 * WORD * count, count),
    codes: new Uint16Array(body, start + 3 * WORD * count, count),
  }
}
