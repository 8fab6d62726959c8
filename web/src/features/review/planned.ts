/** What applying would do: counted before it is done. */
import { groupAt, placesOf } from './places'
import type { Verdict, WallData } from './types'

/** So many items of one class become another, or go (`to` is null). */
export interface PlannedChange {
  readonly from: number | null
  readonly to: number | null
  readonly count: number
}

export interface Plan {
  /** The largest first. */
  readonly changes: readonly PlannedChange[]
  /** How many items are changed. */
  readonly changing: number
  /** Marked as wrong with nothing more said: they stay as they are. */
  readonly wrong: readonly number[]
  /** Verdicts that change nothing: the class they have, or a prediction that is not there. */
  readonly idle: number
}

const NO_CLASS = -1

/** The plan for what is marked on this wall. */
export function planOf(wall: WallData, marked: ReadonlyMap<number, Verdict>): Plan {
  const changes = new Map<string, { from: number | null; to: number | null; count: number }>()
  const wrong: number[] = []
  let changing = 0
  let idle = 0
  const add = (from: number | null, to: number | null): void => {
    const name = `${from} ${to}`
    const change = changes.get(name) ?? { from, to, count: 0 }
    change.count += 1
    changes.set(name, change)
    changing += 1
  }
  for (const { place, id, verdict, classId } of markedPlaces(wall, marked)) {
    const to = classAfter(verdict, wall.predicted[place] ?? NO_CLASS)
    if (verdict.kind === 'wrong') wrong.push(id)
    else if (verdict.kind === 'delete') add(classId, null)
    // A prediction that is accepted becomes a label of the class it has.
    else if (to === NO_CLASS || (to === classId && wall.level !== 'prediction')) idle += 1
    else add(classId, to)
  }
  return { changes: [...changes.values()].sort((one, other) => other.count - one.count), changing, wrong, idle }
}

function classAfter(verdict: Verdict, predicted: number): number {
  if (verdict.kind === 'relabel') return verdict.classId
  return verdict.kind === 'accept' ? predicted : NO_CLASS
}

/** The marked items of a wall in its order, with the class of their group. */
function markedPlaces(wall: WallData, marked: ReadonlyMap<number, Verdict>) {
  const places = placesOf(wall)
  return [...marked]
    .flatMap(([id, verdict]) => {
      const place = places.get(id)
      return place === undefined ? [] : [{ place, id, verdict, classId: wall.groups[groupAt(wall, place)]?.classId ?? null }]
    })
    .sort((one, other) => one.place - other.place)
}
