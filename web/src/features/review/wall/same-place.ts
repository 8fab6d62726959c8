import type { WallData, WallGroup } from '../types'

/** Where an item of the old wall stands in the new one; of one that is gone or far away, the beginning of its group. */
export function samePlace(old: WallData, wall: WallData, place: number): { readonly place: number; readonly isSame: boolean } {
  if (old === wall) return { place, isSame: true }
  const id = old.ids[place]
  // Applied verdicts take a few items out; everything else keeps its neighbours. Another order does not.
  const moved = Math.abs(old.ids.length - wall.ids.length)
  for (let at = Math.max(place - moved, 0); at <= Math.min(place + moved, wall.ids.length - 1); at += 1) {
    if (wall.ids[at] === id) return { place: at, isSame: true }
  }
  const group = old.groups.find(({ first, count }) => place >= first && place < first + count)
  const same = wall.groups.find((other) => group !== undefined && isSameGroup(group, other))
  return { place: same?.first ?? 0, isSame: false }
}

const isSameGroup = (one: WallGroup, other: WallGroup): boolean => one.classId === other.classId && one.predictedClassId === other.predictedClassId
