import { describe, expect, test } from 'vitest'
import { EVERYTHING, isSelected, NOTHING, readSelection, selectedCount, withRows, writeSelection } from './selection'

describe('selection', () => {
  test('ticking and unticking rows', () => {
    const two = withRows(NOTHING, [3, 5], true)
    expect([3, 4, 5].map((id) => isSelected(two, id))).toEqual([true, false, true])
    expect(selectedCount(withRows(two, [3], false), 100)).toBe(1)
  })

  test('all results but some: rows that were never loaded are selected too', () => {
    const most = withRows(EVERYTHING, [7], false)
    expect(isSelected(most, 7)).toBe(false)
    expect(isSelected(most, 99_999)).toBe(true)
    expect(selectedCount(most, 210)).toBe(209)
    expect(selectedCount(withRows(most, [7], true), 210)).toBe(210)
  })

  test.each(['', '3,8-12', '*', '*!3-5'])('%s in the URL is the same selection when it is read', (text) =>
    expect(writeSelection(readSelection(text))).toBe(text),
  )

  test('id 0 is an id', () => {
    expect(isSelected(readSelection('0'), 0)).toBe(true)
  })
})
