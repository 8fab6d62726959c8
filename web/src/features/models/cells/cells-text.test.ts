import { describe, expect, test } from 'vitest'
import { matrixOf } from '../matrix/matrix'
import { chooseAlone, litCount, readLit, toggle, writeSpot } from './cells-text'

const MATRIX = matrixOf({
  classes: [
    { id: 10, name: 'cat' },
    { id: 20, name: 'dog' },
    { id: 30, name: 'emu' },
  ],
  cells: { row: [0, 0, 0, 1, 3, 4, 2], column: [0, 1, 3, 1, 2, 0, 0], count: [5, 2, 1, 4, 3, 1, 7] },
})
const K = 3

const count = (text: string): number => litCount(readLit(text, MATRIX), MATRIX)
const spots = (text: string) => readLit(text, MATRIX).spots()

describe('lit cells', () => {
  test('V1.4, V1.6, V1.7: each name lights what it says, and counts it', () => {
    expect(count('fp')).toBe(3)
    expect(count('duplicates')).toBe(1)
    expect(count('fn')).toBe(1)
    expect(count('confusions')).toBe(9)
    expect(count('correct')).toBe(9)
    expect([count('as10'), count('from10')]).toEqual([7, 2])
  })

  test('each result lies in exactly one of the five sets', () => {
    const sets = ['fp', 'duplicates', 'fn', 'confusions', 'correct']
    expect(sets.reduce((sum, text) => sum + count(text), 0)).toBe(MATRIX.filled.reduce((sum, cell) => sum + cell.count, 0))
  })

  test('whole rows and columns are asked for as such, sets by their cells that are not empty', () => {
    expect(spots('')).toBeNull()
    expect(spots('fp')).toEqual([[K, null]])
    expect(spots('fn,10.20')).toEqual([[null, K], [0, 1]])
    expect(spots('confusions')).toEqual([[0, 1], [2, 0]])
    expect(spots('confusions,!10.20')).toEqual([[2, 0]])
    expect(spots('99.10')).toEqual([])
  })

  test('rows, columns and single cells are the same at any thresholds; sets of cells that are not empty are not', () => {
    const isFixed = (text: string) => readLit(text, MATRIX).isFixed
    expect(['', 'fp', 'fn,10.20'].map(isFixed)).toEqual([true, true, true])
    expect(['confusions', 'fp,!b.30', '99.10'].map(isFixed)).toEqual([false, false, false])
  })

  test('nonsense and classes that are gone light nothing', () => {
    for (const text of ['x', '10', '10.20.30', '99.*', 'as99', '.', '!']) expect(count(text)).toBe(0)
  })

  test('V1.8: a click lights one cell alone, a second one clears it', () => {
    expect(writeSpot([0, 1], MATRIX)).toBe('10.20')
    expect(chooseAlone('fp', '10.20')).toBe('10.20')
    expect(chooseAlone('10.20', '10.20')).toBe('')
  })

  test('V1.8: shift adds a cell, and takes it away again', () => {
    expect(toggle('10.20', [2, 0], MATRIX)).toBe('10.20,30.10')
    expect(toggle('10.20,30.10', [2, 0], MATRIX)).toBe('10.20')
    expect(toggle('10.20', [0, 1], MATRIX)).toBe('')
  })

  test('shift takes one cell out of a lit row, and puts it back', () => {
    const less = toggle('fp', [K, 2], MATRIX)
    expect([less, count(less)]).toEqual(['fp,!b.30', 0])
    expect(count(toggle(less, [K, 2], MATRIX))).toBe(3)
  })

  test('shift on a header adds the row where not all of it is lit', () => {
    expect(toggle('10.20', [0, null], MATRIX)).toBe('10.20,10.*')
    expect(toggle('10.*', [0, null], MATRIX)).toBe('')
  })

  test('rows beside the classes have the names of the buttons', () => {
    expect([writeSpot([K, null], MATRIX), writeSpot([K + 1, null], MATRIX), writeSpot([null, K], MATRIX), writeSpot([K, 1], MATRIX)]).toEqual(['fp', 'duplicates', 'fn', 'b.20'])
  })
})
