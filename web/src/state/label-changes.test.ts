import { describe, expect, it } from 'vitest'
import type { ImageObject } from '@/api/types'
import { changesOf, changeWords, countWords } from './label-changes'

const label: ImageObject = {
  id: 1,
  source: 'label',
  class_id: 3,
  kind: 'box',
  x: 1,
  y: 2,
  w: 3,
  h: 4,
  rotation: null,
  score: null,
  outcome: null,
  is_crowd: false,
  ignore: false,
  changed_by: null,
  polygons: null,
  keypoints: null,
  attributes: null,
  v: 'v',
}
const nameOf = (id: number): string => (id === 3 ? 'helmet' : 'person')

describe('what became of a label', () => {
  it('is told apart: class, place and the rest', () => {
    expect(changesOf(label, { ...label, class_id: 4, x: 9 })).toEqual(['relabelled', 'moved'])
    expect(changesOf(label, { ...label, attributes: { worn: true } })).toEqual(['altered'])
    expect([changesOf(null, label), changesOf(label, null), changesOf(label, { ...label, changed_by: 7 })]).toEqual([['added'], ['deleted'], []])
  })

  it('is told in words', () => {
    expect(changeWords(label, { ...label, class_id: 4, w: 8 }, nameOf)).toBe('helmet → person, moved')
    expect(changeWords(label, null, nameOf)).toBe('helmet, deleted')
    expect(countWords({ added: 1200, deleted: 0, relabelled: 2, moved: 0, altered: 0 })).toBe('1,200 added, 2 relabelled')
    expect(countWords({ added: 0, deleted: 0, relabelled: 0, moved: 0, altered: 0 })).toBe('nothing')
  })
})
