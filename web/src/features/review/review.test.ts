import { describe, expect, it } from 'vitest'
import { classBook } from '@/state/class-book'
import { ACCEPT, DELETE, relabelTo, WRONG } from '@/state/verdict'
import { keyAt, keyedClasses, withKey } from './class-keys'
import { groupName, groupTitle, onlyGroup, onlyItems, progressOf, seenByGroup, sumProgress } from './groups'
import { countByGroup } from './places'
import { planOf } from './planned'
import type { WallData } from './types'

const CLASSES = classBook([
  { id: 3, name: 'Hat', labels: 2, predictions: 0, keypoints: [], limbs: [] },
  { id: 7, name: 'Vest', labels: 3, predictions: 0, keypoints: [], limbs: [] },
])

/** Two hats (10, 11) and three vests (20, 21, 22); the model takes 11 for a vest and misses 22. */
const WALL: WallData = {
  level: 'annotation',
  ids: Int32Array.of(10, 11, 20, 21, 22),
  groups: [
    { classId: 3, first: 0, count: 2, exemplars: [10] },
    { classId: 7, first: 2, count: 3, exemplars: [] },
  ],
  predicted: Int32Array.of(3, 7, 7, 7, -1),
  oddness: Float32Array.of(0, 1, 0, 0.5, 0),
  odd: 0.9,
  v: '1',
}

describe('groups of a wall', () => {
  it('have names for the URL and for people', () => {
    expect(groupName({ classId: 3, first: 0, count: 1, exemplars: [] })).toBe('3')
    expect(groupName({ classId: null, predictedClassId: 7, first: 0, count: 1, exemplars: [] })).toBe('->7')
    const title = (classId: number | null, predictedClassId: number | null) => groupTitle({ classId, predictedClassId, first: 0, count: 1, exemplars: [] }, CLASSES)
    expect([title(3, 7), title(3, 3), title(3, null), title(null, 7)]).toEqual(['Hat, predicted Vest', 'Hat, predicted Hat', 'Hat, predicted nothing', 'No label, predicted Vest'])
  })

  it('can stand alone, with their columns', () => {
    const wall = onlyGroup(WALL, '7')
    expect([[...wall.ids], [...wall.predicted], wall.groups]).toEqual([[20, 21, 22], [7, 7, -1], [{ classId: 7, first: 0, count: 3, exemplars: [] }]])
    expect(onlyGroup(WALL, '99')).toBe(WALL)
  })

  it('keep their order when some items stay only', () => {
    const wall = onlyItems(WALL, new Set([21, 10, 22]))
    expect([[...wall.ids], wall.groups.map(({ first, count }) => [first, count])]).toEqual([[10, 21, 22], [[0, 1], [1, 2]]])
    expect(onlyItems(WALL, new Set([20])).groups).toHaveLength(1)
  })

  it('are counted one by one and together', () => {
    const groups = progressOf(WALL, seenByGroup(WALL, (id) => id < 21), countByGroup(WALL, [11, 99]))
    expect(groups).toEqual([
      { count: 2, seen: 2, marked: 1 },
      { count: 3, seen: 1, marked: 0 },
    ])
    expect(sumProgress(groups)).toEqual({ count: 5, seen: 3, marked: 1 })
  })
})

describe('what applying would do', () => {
  it('is counted by what becomes what; what changes nothing is told apart', () => {
    const plan = planOf(WALL, new Map([[10, relabelTo(3)], [11, ACCEPT], [20, DELETE], [21, WRONG], [22, ACCEPT]]))
    expect(plan).toEqual({
      changes: [
        { from: 3, to: 7, count: 1 },
        { from: 7, to: null, count: 1 },
      ],
      changing: 2,
      wrong: [21],
      idle: 2,
    })
  })

  it('an accepted prediction becomes a label of its own class', () => {
    expect(planOf({ ...WALL, level: 'prediction' }, new Map([[20, ACCEPT]])).changes).toEqual([{ from: 7, to: 7, count: 1 }])
  })
})

describe('keys of classes', () => {
  it('follow the wish, then the dataset; ten at most', () => {
    expect(keyedClasses([9, 5], [1, 5, 9])).toEqual([9, 5, 1])
    expect(keyedClasses([44], [1, 2])).toEqual([1, 2])
    expect(keyedClasses([], Array.from({ length: 12 }, (_, id) => id))).toHaveLength(10)
    expect([keyAt(0), keyAt(8), keyAt(9)]).toEqual(['1', '9', '0'])
  })

  it('change places; a class from beyond takes the place', () => {
    expect(withKey([1, 2, 3], 0, 3)).toEqual([3, 2, 1])
    expect(withKey([1, 2, 3], 1, 8)).toEqual([1, 8, 3])
  })
})
