import { expect, it } from 'vitest'
import type { Edit, EditPreview } from '@/api/types'
import { changing } from './confirm-edit'

const target = { dataset: 1, level: 'annotation' as const, query: 'id < 9' }
const preview: EditPreview = {
  rows: 12,
  by_class: [
    { class_id: 2, count: 9 },
    { class_id: 5, count: 3 },
  ],
  by_value: [],
}

it('counts what a class would change, and not what has it already', () => {
  const relabel = (class_id: number): Edit => ({ action: 'relabel', target, class_id })
  expect(changing(relabel(5), preview)).toBe(9)
  expect(changing(relabel(7), preview)).toBe(12)
  expect(changing(relabel(2), { ...preview, rows: 9, by_class: preview.by_class.slice(0, 1) })).toBe(0)
  expect(changing({ action: 'delete', target }, preview)).toBe(12)
})
