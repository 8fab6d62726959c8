import { describe, expect, test } from 'vitest'
import { readBlocks, readSpans } from './definition-text'

const PAGE = `The mean of all values.

What it measures
----------------
The mean of R, G and B
over all pixels: 0 is black.

- one
- two, which
  goes on

    brightness < 0.2

Reference
---------
M5.`

describe('the page of a metric', () => {
  test('is read as headings, paragraphs, lists and code', () => {
    expect(readBlocks(PAGE)).toEqual([
      { kind: 'paragraph', text: 'The mean of all values.' },
      { kind: 'heading', text: 'What it measures' },
      { kind: 'paragraph', text: 'The mean of R, G and B over all pixels: 0 is black.' },
      { kind: 'list', items: ['one', 'two, which goes on'] },
      { kind: 'code', text: 'brightness < 0.2' },
      { kind: 'heading', text: 'Reference' },
      { kind: 'paragraph', text: 'M5.' },
    ])
  })

  test('also where it is written as Markdown', () => {
    expect(readBlocks('## What\ntext:\n- one\n\n```\na\n  b\n```')).toEqual([
      { kind: 'heading', text: 'What' },
      { kind: 'paragraph', text: 'text:' },
      { kind: 'list', items: ['one'] },
      { kind: 'code', text: 'a\n  b' },
    ])
  })

  test.each(['', '   ', '---', '-', '```', '    ', '#', '===\n==='])('ends, and never throws: %j', (text) => {
    expect(() => readBlocks(text)).not.toThrow()
  })
})

test('words in a line keep their look', () => {
  expect(readSpans('a `b < 1` **c** [d](http://x)')).toEqual([
    { text: 'a ', look: 'plain' },
    { text: 'b < 1', look: 'code' },
    { text: ' ', look: 'plain' },
    { text: 'c', look: 'strong' },
    { text: ' d', look: 'plain' },
  ])
})
