import { describe, expect, it } from 'vitest'
import { attributeText, attributeValue } from './attribute-text'

describe('the text of an attribute', () => {
  it('is read as what it looks like', () => {
    expect(['true', ' 3.5', 'red', '"7"'].map(attributeValue)).toEqual([true, 3.5, 'red', '7'])
  })

  it('stands for its value again', () => {
    for (const value of [true, false, 0, -2.5, 'red', '7', 'true', 'a "b"']) expect(attributeValue(attributeText(value))).toBe(value)
  })
})
