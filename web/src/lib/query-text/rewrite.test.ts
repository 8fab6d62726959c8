import { describe, expect, test } from 'vitest'
import { readClause, writeClause } from './clause'
import { conjuncts, joinConjuncts, unwrap } from './conjuncts'
import { lex } from './lex'
import { andAlso, brushRange, facetClause, tickedTerms, toggleTerm, withFacet } from './rewrite'

const LABEL = { field: 'label', within: null } as const
const SCORE_WITHIN = { field: 'score', within: 'prediction' } as const

describe('clauses of a query', () => {
  test.each([
    ['', []],
    ['split = "train"', ['split = "train"']],
    ['a = 1 and b = 2', ['a = 1', 'b = 2']],
    ['a = 1 AND b = 2', ['a = 1', 'b = 2']],
    ['a between 1 and 2 and b = 3', ['a between 1 and 2', 'b = 3']],
    ['name = "salt and pepper" and b = 1', ['name = "salt and pepper"', 'b = 1']],
    ['any(annotation: a = 1 and b = 2) and c = 3', ['any(annotation: a = 1 and b = 2)', 'c = 3']],
    ['a = 1 or b = 2', ['a = 1 or b = 2']],
    ['metadata.and = 1 and b = 2', ['metadata.and = 1', 'b = 2']],
    ['name = "never closed and b = 2', ['name = "never closed and b = 2']],
    ['(a = 1', ['(a = 1']],
  ])('%s', (text, parts) => expect(conjuncts(text)).toEqual(parts))

  test('an `or` at the top gets brackets when something is joined to it', () => {
    expect(andAlso('a = 1 or b = 2', 'c = 3')).toBe('(a = 1 or b = 2) and c = 3')
  })

  test('brackets that are no longer needed go away', () => {
    expect(joinConjuncts(['(a = 1 or b = 2)'])).toBe('a = 1 or b = 2')
    expect(unwrap('(a = 1) or (b = 2)')).toBe('(a = 1) or (b = 2)')
  })

  test('joining and splitting again gives the same clauses', () => {
    const parts = ['a = 1', 'b between 1 and 2', 'any(prediction: x = "y)")']
    expect(conjuncts(joinConjuncts(parts))).toEqual(parts)
  })
})

describe('a clause that a facet writes is read back as it was', () => {
  test.each([
    { kind: 'range', field: 'width', low: { value: 10, included: true }, high: { value: 20, included: false } },
    { kind: 'range', field: 'width', low: { value: -10.5, included: true }, high: { value: -2, included: true } },
    { kind: 'range', field: 'annotations.count', low: { value: 3, included: false }, high: null },
    { kind: 'range', field: 'metadata."my key"', low: null, high: { value: 1e-7, included: true } },
    { kind: 'terms', field: 'label', values: ['Safety boots'] },
    { kind: 'terms', field: 'label', values: ['a "quoted" \\ one', 'b'] },
    { kind: 'terms', field: 'is_crowd', values: [true] },
    { kind: 'terms', field: 'split', values: [null] },
    { kind: 'terms', field: 'split', values: [null, 'train'] },
    { kind: 'terms', field: 'split', values: [null, 'train', 'val'] },
  ] as const)('$field $kind', (clause) => expect(readClause(writeClause(clause))).toEqual(clause))
})

describe('what a person writes by hand is recognised', () => {
  test.each([
    ['score >= 0.8', { kind: 'range', field: 'score', low: { value: 0.8, included: true }, high: null }],
    ['0.8 <= score', { kind: 'range', field: 'score', low: { value: 0.8, included: true }, high: null }],
    ['width between 3 and 5', { kind: 'range', field: 'width', low: { value: 3, included: true }, high: { value: 5, included: true } }],
    ["split == 'train'", { kind: 'terms', field: 'split', values: ['train'] }],
    ['split IN ["a", "b"]', { kind: 'terms', field: 'split', values: ['a', 'b'] }],
  ])('%s', (text, clause) => expect(readClause(text)).toEqual(clause))

  test.each(['not split = "a"', 'width + 1 > 3', 'width > height', 'a.b(c) = 1', 'split != "a"', 'count(annotation) > 2'])('%s is no facet clause', (text) =>
    expect(readClause(text)).toBeNull(),
  )
})

describe('a facet and a query', () => {
  test('ticking adds a clause beside what was written', () => {
    expect(toggleTerm('area > 5', LABEL, 'Person')).toBe('area > 5 and label = "Person"')
  })
  test('ticking a second value widens the clause in its place', () => {
    expect(toggleTerm('label = "Person" and area > 5', LABEL, 'Vest')).toBe('label in ("Person", "Vest") and area > 5')
  })
  test('unticking the last value takes the clause away', () => {
    expect(toggleTerm('label = "Person" and area > 5', LABEL, 'Person')).toBe('area > 5')
  })
  test('ticking and unticking gives back the query', () => {
    const query = 'area > 5 or width > 9'
    expect(toggleTerm(toggleTerm(query, LABEL, 'Person'), LABEL, 'Person')).toBe(query)
  })
  test('a range of predictions is written and found inside any()', () => {
    const query = brushRange('split = "train"', SCORE_WITHIN, { value: 0.8, included: true }, null)
    expect(query).toBe('split = "train" and any(prediction: score >= 0.8)')
    expect(facetClause(query, SCORE_WITHIN)).toMatchObject({ low: { value: 0.8 } })
    expect(facetClause(query, { field: 'score', within: null })).toBeNull()
  })
  test('brushing again replaces the range; clearing removes it', () => {
    const once = brushRange('', { field: 'width', within: null }, { value: 1, included: true }, { value: 2, included: true })
    const twice = brushRange(once, { field: 'width', within: null }, { value: 3, included: true }, null)
    expect(twice).toBe('width >= 3')
    expect(brushRange(twice, { field: 'width', within: null }, null, null)).toBe('')
  })
  test('two clauses of one field become one', () => {
    const query = withFacet('width > 1 and a = 2 and width < 9', { field: 'width', within: null }, null)
    expect(query).toBe('a = 2')
  })
  test('ticked values are read from the query', () => {
    expect(tickedTerms('a = 1 and label in ("x", "y")', LABEL)).toEqual(['x', 'y'])
  })

  test('a flag that is compared with a number is ticked, and unticked, as what it means', () => {
    const flag = { field: 'potential_mislabel', within: null, type: 'flag' }
    expect(tickedTerms('potential_mislabel = 1', flag)).toEqual([true])
    expect(toggleTerm('potential_mislabel = 1', flag, true)).toBe('')
    expect(toggleTerm('potential_mislabel = 1', flag, false)).toBe('potential_mislabel in (true, false)')
  })
})

describe('first reading', () => {
  test('tells keywords, names, functions, texts and numbers apart', () => {
    const text = 'any(prediction: label = "Person" and score > 0.8)'
    expect(lex(text).map(({ start, end, kind }) => [text.slice(start, end), kind])).toEqual([
      ['any', 'function'],
      ['(', 'bracket'],
      ['prediction', 'name'],
      [':', 'bracket'],
      ['label', 'name'],
      ['=', 'operator'],
      ['"Person"', 'text'],
      ['and', 'keyword'],
      ['score', 'name'],
      ['>', 'operator'],
      ['0.8', 'number'],
      [')', 'bracket'],
    ])
  })
  test('never fails, and says what is not closed', () => {
    expect(lex('"open').at(-1)).toMatchObject({ whole: false })
    expect(lex('§ ∞ )(').length).toBeGreaterThan(0)
  })
})
