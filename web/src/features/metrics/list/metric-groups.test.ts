import { describe, expect, test } from 'vitest'
import type { MetricEntry } from '@/api/field-types'
import type { Field } from '@/api/types'
import { chosenField, fieldsOf, groupFields, isEmpty, standingOf } from './metric-groups'

const metric = (over: Partial<MetricEntry>): MetricEntry => ({ slug: 'm', version: 1, title: 'Metric', level: 'image', state: 'measured', why: '', columns: ['m'], count: 3, own: false, page: '', ...over })

const METRICS = [
  metric({ slug: 'size', title: 'Size', state: 'field', columns: ['width', 'height'] }),
  metric({ slug: 'tones', title: 'Tones', state: 'not measured', columns: ['p1', 'p99'] }),
  metric({ slug: 'area', title: 'Area', level: 'annotation', columns: ['area'] }),
  metric({ slug: 'redness', title: 'Redness', level: 'annotation', columns: ['redness'], own: true }),
]

const fields = fieldsOf(METRICS, { image: [{ name: 'width', title: 'Width', meaning: 'in px' } as Field], annotation: [], prediction: [] })

describe('the list of metrics', () => {
  test('groups by what is measured, and puts one’s own last', () => {
    expect(groupFields(fields).map(({ title, fields: some }) => [title, some.map(({ title: name }) => name)])).toEqual([
      ['Images', ['Width', 'Size', 'Tones']],
      ['Labels', ['Area']],
      ['Custom', ['Redness']],
    ])
  })

  test('finds by title, name and meaning', () => {
    expect(groupFields(fields, ' IN PX ').flatMap((group) => group.fields.map(({ name }) => name))).toEqual(['width'])
    expect(groupFields(fields, 'nothing')).toEqual([])
  })

  test('opens with what was measured; what the address names goes first', () => {
    expect(chosenField(fields, 'image', null)?.name).toBe('area')
    expect(chosenField(fields, 'image', 'height')?.name).toBe('height')
    expect(chosenField(fields, 'prediction', 'height')?.name).toBe('area')
    const bright = metric({ slug: 'brightness', columns: ['brightness'] })
    expect(chosenField(fieldsOf([...METRICS, bright], { image: [], annotation: [], prediction: [] }), 'image', null)?.name).toBe('brightness')
  })

  test('says why there are no values, and opens with a metric that has some', () => {
    const none = metric({ slug: 'time', columns: ['time'], count: 0, why: 'No time is logged.' })
    expect([isEmpty(none), standingOf(none)]).toEqual([true, 'No time is logged.'])
    const some = metric({ columns: ['m'] })
    expect([isEmpty(some), standingOf(some)]).toEqual([false, '3 measured'])
    expect(chosenField(fieldsOf([none, some], { image: [], annotation: [], prediction: [] }), 'image', null)?.name).toBe('m')
  })
})
