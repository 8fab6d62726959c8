import { describe, expect, test } from 'vitest'
import { NOTHING, withRows } from '@/state/selection'
import { namedIds, ORDERS, pageOfResults, rowKey, selectedIds } from './result-list'

const CHOICE = { iou: 0.5, confidence: 0.25, shape: 'box', query: '', within: '', cells: null } as const

describe('the list of results', () => {
  test('a label and a prediction of one number are two rows', () => {
    const keys = [rowKey({ level: 'annotation', id: 7 }), rowKey({ level: 'prediction', id: 7 }), rowKey({ level: 'annotation', id: 0 })]
    expect(new Set(keys).size).toBe(3)
    expect(namedIds(keys)).toEqual({ annotation: [0, 7], prediction: [7] })
  })

  test('V1.10: all results but some are what the server names, less these', () => {
    const rows = withRows({ all: true, ids: NOTHING.ids }, [rowKey({ level: 'prediction', id: 2 })], false)
    expect(selectedIds(rows, { annotation: [1, 2], prediction: [2, 3] })).toEqual({ annotation: [1, 2], prediction: [3] })
  })

  test('V1.9: every order is asked for by name and direction', () => {
    const asked = ORDERS.map(({ value }) => pageOfResults({ run: 1, choice: CHOICE, order: value }, 2))
    expect(asked.map(({ order, descending }) => `${order} ${descending}`)).toEqual([
      'confidence true', 'confidence false', 'iou true', 'iou false', 'size true', 'size false', 'loss true', 'issue_score false',
    ])
    expect(asked.every(({ limit, offset }) => offset === 2 * limit)).toBe(true)
  })
})
