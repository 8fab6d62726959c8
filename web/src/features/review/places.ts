/** Where items stand on a wall, found by their ids: what is asked of a few of them does not go through all. */
import type { WallData } from './types'

const known = new WeakMap<WallData, ReadonlyMap<number, number>>()

/** Item -> its place on the wall; made once for each wall. */
export function placesOf(wall: WallData): ReadonlyMap<number, number> {
  const places = known.get(wall) ?? new Map(Array.from(wall.ids, (id, place) => [id, place]))
  known.set(wall, places)
  return places
}

/** The position of the group that a place is in. */
export function groupAt({ groups }: WallData, place: number): number {
  let [low, high] = [0, groups.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((groups[middle]?.first ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}

/** How many of these items stand in each group. */
export function countByGroup(wall: WallData, ids: Iterable<number>): readonly number[] {
  const counts = wall.groups.map(() => 0)
  const places = placesOf(wall)
  for (const id of ids) {
    const place = places.get(id)
    if (place === undefined) continue
    const group = groupAt(wall, place)
    counts[group] = (counts[group] ?? 0) + 1
  }
  return counts
}
