import { describe, expect, it } from 'vitest'
import { reviewOf, reviewOfClass, reviewOfIds, reviewOfPair, reviewOfSuspects } from './review-door'

const object = {} as never

describe('doors into a review', () => {
  it('lead to labels unless they say otherwise', () => {
    expect([reviewOf('annotation', 'area > 3'), reviewOf('image', '')]).toEqual([{ of: null, q: 'area > 3' }, { of: 'image', q: '' }])
    expect(reviewOfClass('Say "hi"')).toEqual({ of: null, q: 'class = "Say \\"hi\\""' })
  })

  it('name rows by id where they are few enough for an address', () => {
    expect(reviewOfIds('prediction', [3, 5])).toEqual({ of: 'prediction', q: 'id in (3, 5)' })
    expect(reviewOfIds('annotation', Array.from({ length: 801 }, (_, id) => id))).toBeNull()
    expect(reviewOfIds('annotation', [])).toBeNull()
  })

  it('show what suspects are about, the worst first', () => {
    expect(reviewOfSuspects('wrong_class', { label: object, prediction: object })).toEqual({ of: null, q: 'issue = "wrong_class"', order: 'suspect' })
    expect(reviewOfSuspects('missing_object', { label: null, prediction: object }).of).toBe('prediction')
    expect(reviewOfSuspects('odd_image', { label: null, prediction: null }).of).toBe('image')
    expect(reviewOfSuspects(null, undefined).q).toBe('issue is not null')
  })

  it('open one cell of the matrix alone', () => {
    expect([reviewOfPair(3, 7).only, reviewOfPair(3, null).only]).toEqual(['3>7', '3>-'])
  })
})
