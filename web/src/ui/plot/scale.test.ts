import { describe, expect, it } from 'vitest'
import { linePath } from './path'
import { linearScale, nearest, niceEnd, niceStep, niceTicks, tickTexts } from './scale'

describe('scale', () => {
  it('takes the ends of the domain to the ends of the range, and back', () => {
    const scale = linearScale([10, 20], [100, 0])
    expect([scale.at(10), scale.at(15), scale.at(20)]).toEqual([100, 50, 0])
    expect([scale.value(100), scale.value(50), scale.value(0)]).toEqual([10, 15, 20])
  })

  it('keeps what is pointed at within the domain', () => {
    const scale = linearScale([0, 1], [0, 200])
    expect([scale.value(-30), scale.value(260)]).toEqual([0, 1])
  })

  it('draws a domain of one value without dividing by nothing', () => {
    expect(linearScale([3, 3], [0, 100]).at(3)).toBe(0)
    expect(niceTicks(3, 3)).toEqual([3])
  })
})

describe('ticks', () => {
  it('are round numbers within the ends, without the dust of adding', () => {
    expect(niceTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(niceTicks(-0.3, 0.3, 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
    expect(niceTicks(12, 987)).toEqual([200, 400, 600, 800])
  })

  it.each([
    [1, 5, 0.2],
    [7, 5, 2],
    [1000, 4, 500],
    [0.003, 3, 0.001],
  ])('a span of %d in at most %d parts steps by %d', (span, count, step) => {
    expect(niceStep(span, count)).toBeCloseTo(step, 12)
  })

  it('are told with as many digits as tell them apart', () => {
    expect(tickTexts([0.2, 0.4, 1000])).toEqual(['0.2', '0.4', '1,000'])
    expect(tickTexts([0.75, 0.752, 0.754])).toEqual(['0.750', '0.752', '0.754'])
    expect(tickTexts([1000.2, 1000.4])).toEqual(['1000.2', '1000.4'])
    expect(tickTexts([3])).toEqual(['3'])
  })

  it('end at a round number that holds the value', () => {
    expect([niceEnd(0), niceEnd(1), niceEnd(37), niceEnd(1001)]).toEqual([1, 1, 40, 1500])
  })
})

describe('nearest', () => {
  it('finds the closest, the first of equals, and none among none', () => {
    expect([nearest([0, 0.5, 1], 0.6), nearest([0, 1], 0.5), nearest([], 3)]).toEqual([1, 0, -1])
  })
})

describe('paths', () => {
  const scale = linearScale([0, 10], [0, 10])

  it('break where there is no value', () => {
    const points = [1, 2, null, 4].map((y, x) => ({ x, y }))
    expect(linePath(points, scale, scale)).toBe('M0 1L1 2M3 4')
  })
})
