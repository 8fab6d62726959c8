/**
 * Where the crops of a wall lie, in CSS pixels of its content: groups one below the other, each a header and rows of
 * squares. A `spot` is the position of a crop among those that are shown, from 0.
 */

/** Room of a header, with the gap between it and the first row. */
export const HEADER = 48
export const GAP = 4
/** Left and right of the rows. */
export const EDGE = 16
/** Below the rows of a group. */
export const FOOT = 14

export interface WallLayout {
  readonly columns: number
  /** Side of a crop, a whole number. */
  readonly side: number
  /** From one crop to the next; a little more than the gap where that fills the width. */
  readonly stride: number
  /** From one row to the next. */
  readonly pitch: number
  /** First spot of each group, and after the last one the number of all spots. */
  readonly firsts: Int32Array
  /** Top of each group, and after the last one the height of everything. An empty group takes no room. */
  readonly tops: Float64Array
  readonly total: number
  readonly height: number
}

/** Groups of these many crops in columns of about `wished` pixels, a little larger where that fills the width. */
export function wallLayout(counts: ArrayLike<number>, width: number, wished: number): WallLayout {
  const inner = Math.max(width - 2 * EDGE, 1)
  const columns = Math.max(1, Math.floor((inner + GAP) / (wished + GAP)))
  const side = Math.max(Math.floor((inner - (columns - 1) * GAP) / columns), 1)
  const pitch = side + GAP
  const stride = columns === 1 ? pitch : (inner - side) / (columns - 1)
  const firsts = new Int32Array(counts.length + 1)
  const tops = new Float64Array(counts.length + 1)
  for (let group = 0; group < counts.length; group += 1) {
    const count = counts[group] ?? 0
    firsts[group + 1] = at(firsts, group) + count
    tops[group + 1] = at(tops, group) + (count === 0 ? 0 : HEADER + Math.ceil(count / columns) * pitch + FOOT)
  }
  return { columns, side, stride, pitch, firsts, tops, total: at(firsts, counts.length), height: at(tops, counts.length) }
}

/** The group of a spot. */
export const groupOf = ({ firsts }: WallLayout, spot: number): number => lastAtMost(firsts, spot)

/** The group at this height. */
export const groupAt = ({ tops }: WallLayout, y: number): number => lastAtMost(tops, Math.max(y, 0))

/** How many crops a group shows. */
export const countOf = ({ firsts }: WallLayout, group: number): number => at(firsts, group + 1) - at(firsts, group)

export const topOfGroup = ({ tops }: WallLayout, group: number): number => at(tops, group)

export const firstOf = ({ firsts }: WallLayout, group: number): number => at(firsts, group)

/** Top of the crop at a spot. */
export function topOf(layout: WallLayout, spot: number): number {
  const group = groupOf(layout, spot)
  return topOfGroup(layout, group) + HEADER + Math.floor((spot - firstOf(layout, group)) / layout.columns) * layout.pitch
}

/** The spot under a point; half of each gap belongs to the crop beside it. Null on a header and beside the crops. */
export function spotAt(layout: WallLayout, x: number, y: number): number | null {
  if (layout.total === 0 || y < 0 || y >= layout.height) return null
  const group = groupAt(layout, y)
  const row = Math.floor((y - topOfGroup(layout, group) - HEADER + GAP / 2) / layout.pitch)
  const column = Math.floor((x - EDGE + GAP / 2) / layout.stride)
  if (row < 0 || column < 0 || column >= layout.columns) return null
  const inGroup = row * layout.columns + column
  return inGroup < countOf(layout, group) ? firstOf(layout, group) + inGroup : null
}

export interface WallPoint {
  readonly x: number
  readonly y: number
}

/** The spots that a straight stroke crosses, in its order: a fast pointer leaves none out. */
export function crossed(layout: WallLayout, from: WallPoint, to: WallPoint): number[] {
  const steps = Math.max(1, Math.ceil((2 * Math.hypot(to.x - from.x, to.y - from.y)) / layout.side))
  const spots = new Set<number>()
  for (let step = 0; step <= steps; step += 1) {
    const share = step / steps
    const spot = spotAt(layout, from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
    if (spot !== null) spots.add(spot)
  }
  return [...spots]
}

/** Spots from `first` to before `end`. */
export interface Spots {
  readonly first: number
  readonly end: number
}

/** The spots of all rows that reach between two heights. */
export function spotsBetween(layout: WallLayout, top: number, bottom: number): Spots {
  if (layout.total === 0) return { first: 0, end: 0 }
  const first = rowAt(layout, top - layout.side)
  const end = rowAt(layout, bottom)
  return { first, end: Math.max(end, first) }
}

/** The spots of the rows that one sees between two heights: cut by a quarter at most. */
export function spotsInSight(layout: WallLayout, top: number, bottom: number): Spots {
  const slack = layout.side / 4
  const first = rowAt(layout, top - slack)
  return { first, end: Math.max(rowAt(layout, bottom - layout.side + slack + 1), first) }
}

/** The first spot of the first row whose top is at or below this height. */
function rowAt(layout: WallLayout, y: number): number {
  if (y <= 0) return 0
  if (y >= layout.height) return layout.total
  const group = groupAt(layout, y)
  const row = Math.max(Math.ceil((y - topOfGroup(layout, group) - HEADER) / layout.pitch), 0)
  return Math.min(firstOf(layout, group) + row * layout.columns, firstOf(layout, group + 1))
}

export type WallMove = 'left' | 'right' | 'up' | 'down' | 'first' | 'last'

/** Where the cursor goes; up and down keep the column, also into the next group, and stay at the ends of the wall. */
export function moveSpot(layout: WallLayout, spot: number, move: WallMove): number {
  const last = layout.total - 1
  if (last < 0) return 0
  switch (move) {
    case 'left':
      return Math.max(spot - 1, 0)
    case 'right':
      return Math.min(spot + 1, last)
    case 'first':
      return 0
    case 'last':
      return last
    case 'up':
      return above(layout, spot)
    case 'down':
      return below(layout, spot)
  }
}

function above(layout: WallLayout, spot: number): number {
  const { columns } = layout
  const first = firstOf(layout, groupOf(layout, spot))
  if (spot - columns >= first) return spot - columns
  if (first === 0) return spot
  const before = groupOf(layout, first - 1)
  const start = firstOf(layout, before)
  const row = Math.floor((first - 1 - start) / columns)
  return Math.min(start + row * columns + ((spot - first) % columns), first - 1)
}

function below(layout: WallLayout, spot: number): number {
  const { columns } = layout
  const group = groupOf(layout, spot)
  const [first, end] = [firstOf(layout, group), firstOf(layout, group + 1)]
  const column = (spot - first) % columns
  if (spot - column + columns < end) return Math.min(spot + columns, end - 1)
  if (end >= layout.total) return spot
  return Math.min(end + column, firstOf(layout, groupOf(layout, end) + 1) - 1)
}

/** The last index of a rising row of numbers whose value is at most this; its end is no answer. */
function lastAtMost(rising: Int32Array | Float64Array, value: number): number {
  let [low, high] = [0, rising.length - 2]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (at(rising, middle) <= value) low = middle
    else high = middle - 1
  }
  return Math.max(low, 0)
}

// Every index here is computed to lie inside.
const at = (row: Int32Array | Float64Array, index: number): number => row[index] ?? 0
