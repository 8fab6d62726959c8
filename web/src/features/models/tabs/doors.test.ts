import { describe, expect, it } from 'vitest'
import { binDoor, flipDoor, scoreDoor } from './doors'
import { withinWords } from './within-words'

const range = { low: 0.4, high: 0.45, isRight: true, className: null, confidence: 0.25 }

describe('the door of a range of confidence', () => {
  it('names the predictions in it, its upper end left out, and their cells', () => {
    expect(scoreDoor(range)).toEqual({ cells: 'correct', within: 'prediction: score >= 0.4 and score < 0.45' })
    expect(scoreDoor({ ...range, isRight: false })).toMatchObject({ cells: 'fp,duplicates,confusions' })
  })

  it('has no end where there is none, and takes everything without a word', () => {
    expect(scoreDoor({ ...range, high: 1 }).within).toBe('prediction: score >= 0.4')
    expect(scoreDoor({ ...range, low: 0, high: 1 }).within).toBeUndefined()
  })

  it('keeps to one class, however it is called', () => {
    expect(scoreDoor({ ...range, low: 0, className: 'a "b"' }).within).toBe('prediction: score < 0.45 and label = "a \\"b\\""')
  })

  it('lowers the threshold to where the range begins, and never lifts it', () => {
    expect(scoreDoor({ ...range, confidence: 0.8 }).confidence).toBe(0.4)
    expect(scoreDoor({ ...range, confidence: 0.4 }).confidence).toBeUndefined()
  })
})

describe('other doors', () => {
  it('of a bin: say of what level their query is, and what of it they show', () => {
    const bin = { query: 'split = "val"' }
    expect(binDoor({ level: 'image', confidence: 0.3 }, bin, 'recall')).toEqual({ cells: 'fn,confusions', within: 'image: split = "val"' })
    expect(binDoor({ level: 'prediction', confidence: 0.3 }, bin, 'precision').within).toBe('prediction: split = "val"')
  })

  it('of a bin of objects: predictions by their own value, as far as they count', () => {
    const bin = { query: 'area < 4' }
    const of = { level: 'annotation', confidence: 0.3 } as const
    expect(binDoor(of, bin, 'count').within).toBe('annotation: area < 4')
    expect(binDoor(of, bin, 'predicted').within).toBe('prediction: (area < 4) and score >= 0.3')
  })

  it('name labels one by one where no query lists them, as many as an address holds', () => {
    expect(flipDoor({ ids: [3, 5], query: null }).within).toBe('annotation: id in (3, 5)')
    expect(flipDoor({ ids: [3], query: 'run("a").correct' }).within).toBe('annotation: run("a").correct')
    const many = Array.from({ length: 5000 }, (_, id) => id)
    expect(flipDoor({ ids: many, query: null }).within?.length).toBeLessThan(6000)
  })
})

describe('what is open', () => {
  it('is told in the words of its mark, and a query by itself', () => {
    expect(withinWords('error: loc')).toBe('Right class, loose box, at any confidence')
    expect(withinWords('reason: taken')).toBe('Seen twice')
    expect(withinWords('prediction: score < 0.4')).toBeNull()
    expect(withinWords('error: unheard')).toBeNull()
  })
})
