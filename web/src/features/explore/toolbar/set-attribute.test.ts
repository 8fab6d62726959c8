import { describe, expect, it } from 'vitest'
import { changeWords } from './set-attribute'

const preview = (rows: number, same: number) => ({
  rows,
  by_class: [],
  by_value: [
    { name: 'night', value: true, count: same, same: true },
    { name: 'night', value: null, count: rows - same, same: false },
  ],
})

describe('what setting an attribute would change', () => {
  it('counts only what would be different', () => {
    expect(changeWords(preview(12, 9))).toBe('3 of 12 labels change.')
    expect(changeWords(preview(12, 0))).toBe('12 labels change.')
    expect(changeWords(preview(1, 0))).toBe('1 label changes.')
    expect(changeWords(preview(2, 2))).toBe('Nothing changes: all have that value.')
  })
})
