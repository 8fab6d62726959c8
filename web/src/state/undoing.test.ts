import { describe, expect, it } from 'vitest'
import { undoQuestion, undoWords } from './undoing'

const [mine, hers, his] = [
  { id: 3, title: 'Delete 1 label', author: 'ada' },
  { id: 2, title: 'Relabel 2 labels to cone', author: 'grace' },
  { id: 1, title: 'Add 1 label', author: '' },
] as const

describe('undoing', () => {
  it('names the author of a change that is not one’s own', () => {
    expect(undoWords(mine, 'ada')).toBe('Undo: Delete 1 label')
    expect(undoWords(hers, 'ada')).toBe('Undo the change of grace: Relabel 2 labels to cone')
    expect(undoWords(his, 'ada')).toBe('Undo the change of someone: Add 1 label')
  })

  it('asks about one change, and about many of which some are others’', () => {
    expect(undoQuestion({ edits: [hers], others: [hers] })).toEqual({ question: 'Undo grace’s change?', told: 'The latest change is not yours:', answer: 'Undo grace’s change' })
    expect(undoQuestion({ edits: [mine, hers], others: [hers] })).toEqual({ question: 'Undo 2 changes, grace’s too?', told: '1 of them is not yours:', answer: 'Undo 2 changes' })
    expect(undoQuestion({ edits: [hers, his], others: [hers, his] })).toEqual({ question: 'Undo 2 changes, other people’s too?', told: 'None of them is yours:', answer: 'Undo 2 changes' })
  })
})
