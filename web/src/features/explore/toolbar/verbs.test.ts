import { describe, expect, test } from 'vitest'
import type { ImageObject } from '@/api/types'
import { patchItem } from '@/actions/optimistic'
import type { SelectedRows } from '@/state/selection'
import type { ResultSpec } from '../spec'
import { verbsFor } from './verbs'

const SPEC: ResultSpec = { dataset: 1, run: 2, level: 'annotation', query: 'area > 5 or ignore = true', sort: null, descending: false, floor: 0 }
const some: SelectedRows = { all: false, ids: new Set([3, 1]) }
const context = (spec: Partial<ResultSpec>, rows = some) => ({ rows, count: 2, spec: { ...SPEC, ...spec }, confidence: 0.25, isClassification: false })

describe('verbs', () => {
  test.each([
    ['annotation', ['relabel', 'delete']],
    ['prediction', ['accept']],
    ['image', ['accept', 'delete', 'remove']],
  ] as const)('for rows of level %s', (level, ids) => expect(verbsFor(context({ level })).map(({ id }) => id)).toEqual(ids))

  test('nothing is accepted without a run', () => {
    expect(verbsFor(context({ level: 'image', run: null })).map(({ id }) => id)).toEqual(['delete', 'remove'])
  })

  test('keys differ within a level', () => {
    for (const level of ['image', 'annotation', 'prediction'] as const) {
      const keys = verbsFor({ ...context({ level }), isClassification: true }).map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  test('some rows are named by their ids', () => {
    expect(verbsFor(context({}))[0]?.edit(9)).toEqual({
      action: 'relabel',
      target: { dataset: 1, run: 2, level: 'annotation', ids: [3, 1] },
      class_id: 9,
    })
  })

  test('all rows but some are named by the query', () => {
    const [, remove] = verbsFor(context({}, { all: true, ids: new Set([4]) }))
    expect(remove?.edit(-1)).toMatchObject({ target: { query: '(area > 5 or ignore = true) and id not in (4)' } })
  })

  test('the predictions of images are accepted from the threshold on that is drawn', () => {
    const [accept] = verbsFor(context({ level: 'image' }))
    expect(accept?.edit(-1)).toMatchObject({ target: { level: 'prediction', query: 'image.id in (1, 3) and score >= 0.25' } })
  })

  test('the labels of all images but one', () => {
    const verbs = verbsFor(context({ level: 'image', query: '' }, { all: true, ids: new Set([4]) }))
    expect(verbs.find(({ id }) => id === 'delete')?.edit(-1)).toMatchObject({ target: { level: 'annotation', query: 'image.id not in (4)' } })
  })

  test('an edit is seen at once, and only on what is selected', () => {
    const label = (id: number) => ({ id, source: 'label', class_id: 0, kind: 'box' }) as ImageObject
    const patch = verbsFor(context({}))[0]?.patch(9) ?? {}
    const classes = [1, 2].map((id) => patchItem({ object: label(id), image: { id, name: '', width: 1, height: 1, problem: null, v: '' }, sort_value: null }, patch))
    expect(classes).toMatchObject([{ object: { class_id: 9 } }, { object: { class_id: 0 } }])
  })
})
