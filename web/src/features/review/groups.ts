/** Groups of a wall: their names in the URL, and a wall with less on it. */
import type { ClassBook } from '@/state/class-book'
import type { WallData, WallGroup } from './types'

const NONE = '-'

/** A group as the URL names it: `3`, by pair `3>7`; `-` is no class. */
export function groupName({ classId, predictedClassId }: WallGroup): string {
  const own = String(classId ?? NONE)
  return predictedClassId === undefined ? own : `${own}>${predictedClassId ?? NONE}`
}

/** A group in words: "Hard hat", or "Hard hat, predicted Vest". */
export function groupTitle({ classId, predictedClassId }: WallGroup, classes: ClassBook): string {
  if (predictedClassId === undefined) return classId === null ? 'No class' : classes.look(classId).name
  const own = classId === null ? 'No label' : classes.look(classId).name
  return `${own}, predicted ${predictedClassId === null ? 'nothing' : classes.look(predictedClassId).name}`
}

/** The wall with one of its groups alone; all of it where there is none of that name. */
export function onlyGroup(wall: WallData, name: string | null): WallData {
  const group = name === null ? undefined : wall.groups.find((one) => groupName(one) === name)
  if (group === undefined) return wall
  const end = group.first + group.count
  return {
    ...wall,
    ids: wall.ids.subarray(group.first, end),
    predicted: wall.predicted.subarray(group.first, end),
    oddness: wall.oddness.subarray(group.first, end),
    groups: [{ ...group, first: 0 }],
  }
}

/** The wall with these items alone, in its order; groups that would be empty go. */
export function onlyItems(wall: WallData, items: ReadonlySet<number>): WallData {
  const places: number[] = []
  const groups: WallGroup[] = []
  for (const group of wall.groups) {
    const first = places.length
    for (let place = group.first; place < group.first + group.count; place += 1) {
      if (items.has(wall.ids[place] ?? -1)) places.push(place)
    }
    if (places.length > first) groups.push({ ...group, first, count: places.length - first, exemplars: group.exemplars })
  }
  return {
    ...wall,
    groups,
    ids: Int32Array.from(places, (place) => wall.ids[place] ?? 0),
    predicted: Int32Array.from(places, (place) => wall.predicted[place] ?? -1),
    oddness: Float32Array.from(places, (place) => wall.oddness[place] ?? 0),
  }
}

/** How far each group is looked through. */
export interface GroupProgress {
  readonly count: number
  readonly seen: number
  readonly marked: number
}

/** How many items of each group were looked at. */
export const seenByGroup = (wall: WallData, isSeen: (id: number) => boolean): readonly number[] =>
  wall.groups.map(({ first, count }) => {
    let seen = 0
    for (const id of wall.ids.subarray(first, first + count)) if (isSeen(id)) seen += 1
    return seen
  })

/** How far each group is, from what was looked at and what is marked in each. */
export const progressOf = (wall: WallData, seen: readonly number[], marked: readonly number[]): readonly GroupProgress[] =>
  wall.groups.map(({ count }, group) => ({ count, seen: seen[group] ?? 0, marked: marked[group] ?? 0 }))

export function sumProgress(groups: readonly GroupProgress[]): GroupProgress {
  return groups.reduce((sum, { count, seen, marked }) => ({ count: sum.count + count, seen: sum.seen + seen, marked: sum.marked + marked }), {
    count: 0,
    seen: 0,
    marked: 0,
  })
}
