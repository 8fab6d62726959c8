import { describe, expect, it } from 'vitest'
import { differencesOf } from './differences'

const perClass = ['Gloves', 'Mask'].map((name, index) => ({ class_id: index + 5, name, support: 1, f1_a: 0, f1_b: 0, delta: 0 }))

const told = (...cells: readonly (readonly [number, number, number])[]) =>
  differencesOf({
    per_class: perClass,
    cells: { row: cells.map(([row]) => row), column: cells.map(([, column]) => column), difference: cells.map(([, , value]) => value) },
  })

describe('differences of two matrices', () => {
  it('are good on the diagonal where there is more, and beside it where there is less', () => {
    expect(told([0, 0, 3], [1, 1, -2], [0, 1, -1], [1, 2, 4]).map(({ value, isBetter }) => [value, isBetter])).toEqual([
      [4, false],
      [3, true],
      [-2, false],
      [-1, true],
    ])
  })

  it('say what they count', () => {
    const cells = [
      [0, 0, 5],
      [0, 1, 4],
      [1, 2, 3],
      [2, 0, 2],
      [3, 1, 1],
    ] as const
    expect(told(...cells).map(({ text }) => text)).toEqual(['Gloves found', 'Gloves seen as Mask', 'Mask missed', 'Gloves not labelled', 'Mask seen twice'])
  })
})
