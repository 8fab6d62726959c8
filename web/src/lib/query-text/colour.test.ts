import { describe, expect, test } from 'vitest'
import { colourPieces, splitAt } from './colour'
import { fromServer, toServer } from './offsets'

const join = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join('')

describe('colours', () => {
  test.each(['', 'a = 1', ' any( annotation : x = "y" ) ', '"never closed', '§§ 1e5 and'])('all pieces together are the text: %j', (text) => {
    expect(join(colourPieces(text, null))).toBe(text)
    expect(join(splitAt(colourPieces(text, null), 1, 3))).toBe(text)
  })

  test('what the server said stays while the person types on behind it', () => {
    const checked = { text: 'any(image', tokens: [{ start: 0, end: 3, kind: 'function' }, { start: 3, end: 4, kind: 'bracket' }, { start: 4, end: 9, kind: 'error' }] }
    const pieces = colourPieces('any(images = 1', checked)
    expect(pieces.slice(0, 3).map(({ kind }) => kind)).toEqual(['function', 'bracket', 'field'])
    expect(join(pieces)).toBe('any(images = 1')
  })

  test('the range that is wrong is marked, also within a piece', () => {
    const marked = splitAt([{ text: 'abcdef', kind: 'field' }], 2, 4)
    expect(marked).toEqual([
      { text: 'ab', kind: 'field', start: 0, wrong: false },
      { text: 'cd', kind: 'field', start: 2, wrong: true },
      { text: 'ef', kind: 'field', start: 4, wrong: false },
    ])
  })

  test('positions after an emoji', () => {
    expect(fromServer('"🦺" = x', 2)).toBe(3)
    expect(toServer('"🦺" = x', 3)).toBe(2)
    expect(fromServer('plain', 2)).toBe(2)
  })
})
