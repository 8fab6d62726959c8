import { expect, test } from 'vitest'
import { measure, number, shortNumber } from './words'

test.each([
  [0, '0'],
  [999, '999'],
  [6620, '6,620'],
  [-1234567, '-1,234,567'],
])('%d is read as %s', (value, text) => expect(number(value)).toBe(text))

test.each([
  [9999, '9,999'],
  [12345, '12.3K'],
  [335000, '335K'],
  [999960, '1M'],
  [2500000, '2.5M'],
])('in short, %d is %s', (value, text) => expect(shortNumber(value)).toBe(text))

test.each([
  [1024, '1,024'],
  [12.54, '12.5'],
  [0.0000321, '3.2e-5'],
])('%d is measured as %s', (value, text) => expect(measure(value)).toBe(text))
