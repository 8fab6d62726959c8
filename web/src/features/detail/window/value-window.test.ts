import { describe, expect, it } from 'vitest'
import type { PixelValues } from '@/api/types'
import { hillPath, readWindow, shareOf, withEnd, writeWindow } from './value-window'

const values = (type: string): PixelValues => ({ type, full: [0, 1000], shown: [0, 1000], auto: [10, 900], counts: [1] })

describe('a window of stored values', () => {
  it('comes back from its text', () => {
    for (const window of [{ low: -1024, high: 3071 }, { low: 0.001, high: 1.5e-2 }, { low: 0, high: 255 }])
      expect(readWindow(writeWindow(window))).toEqual(window)
  })

  it('is none where the text is not one', () => {
    for (const text of ['', '3', '3,', ',3', '9,5', '5,5', 'a,b', '1,2,3', '0,Infinity']) expect(readWindow(text)).toBeNull()
  })

  it('never closes, and stays whole where the values are', () => {
    const window = { low: 100, high: 200 }
    expect(withEnd(values('uint16'), window, 'low', 150.4)).toEqual({ low: 150, high: 200 })
    expect(withEnd(values('uint16'), window, 'low', 500)).toEqual({ low: 199, high: 200 })
    expect(withEnd(values('uint16'), window, 'high', 3)).toEqual({ low: 100, high: 101 })
    expect(withEnd(values('float32'), window, 'high', 150.25)).toEqual({ low: 100, high: 150.25 })
    expect(withEnd(values('uint16'), window, 'high', Number.NaN)).toBe(window)
  })

  it('draws a hill per bar, rare values by the root of their count', () => {
    expect(hillPath([100, 25], 10, 20)).toBe('M0 20L0.0 0.0L5.0 0.0L5.0 10.0L10.0 10.0L10 20Z')
  })

  it('keeps handles on the histogram', () => {
    expect([-5, 0, 250, 2000].map((value) => shareOf({ low: 0, high: 1000 }, value))).toEqual([0, 0, 0.25, 1])
  })
})
