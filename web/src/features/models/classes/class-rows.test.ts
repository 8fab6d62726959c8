import { describe, expect, test } from 'vitest'
import type { ModelMetrics } from '@/api/types'
import { averageRow, classRows, sortRows } from './class-rows'

const rate = (class_id: number, name: string, precision: number | null, support: number) => ({ class_id, name, precision, recall: 0.5, f1: 0.5, support, predicted: 1, correct: 1 })
const METRICS: Pick<ModelMetrics, 'per_class' | 'averages'> = {
  per_class: [rate(1, 'owl', 0.5, 10), rate(2, 'ant', null, 30), rate(3, 'emu', 0.9, 0)],
  averages: { macro: { precision: 0.7, recall: 0.5, f1: 0.5 }, weighted: { precision: 0.6, recall: 0.5, f1: 0.5 }, micro: { precision: 0.8, recall: 0.5, f1: 0.5 } },
}
const ROWS = classRows(METRICS, new Map([[1, 0.4], [2, 0.8]]))
const names = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name)

describe('rows of classes', () => {
  test('stand in any order; what has no value is last either way', () => {
    expect(names(sortRows(ROWS, null, false))).toEqual(['owl', 'ant', 'emu'])
    expect(names(sortRows(ROWS, 'name', false))).toEqual(['ant', 'emu', 'owl'])
    expect(names(sortRows(ROWS, 'precision', true))).toEqual(['emu', 'owl', 'ant'])
    expect(names(sortRows(ROWS, 'precision', false))).toEqual(['owl', 'emu', 'ant'])
    expect(names(sortRows(ROWS, 'ap', true))).toEqual(['ant', 'owl', 'emu'])
  })

  test('the average is that of the server; AP is weighted like the rest, over classes that have one', () => {
    expect(averageRow(METRICS, ROWS, 'weighted')).toMatchObject({ precision: 0.6, support: 40, ap: (10 * 0.4 + 30 * 0.8) / 40 })
    expect(averageRow(METRICS, ROWS, 'macro').ap).toBeCloseTo(0.6)
    expect(averageRow(METRICS, ROWS, 'micro')).toMatchObject({ precision: 0.8, ap: null })
  })
})
