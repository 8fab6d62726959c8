import { describe, expect, test } from 'vitest'
import { drawPoints, mixPixel, pixel } from './draw-points'

const RED = pixel(255, 0, 0)
const BLUE = pixel(0, 0, 255)
const area = { x0: 0, x1: 100, y0: 0, y1: 50 }

function drawn(xs: number[], ys: number[], colours: number[], selected: number[] | null = null) {
  const memory = new Uint32Array(100 * 50)
  const cloud = { xs: Float64Array.from(xs), ys: Float64Array.from(ys), colours: Uint32Array.from(colours), selected: selected && Uint8Array.from(selected) }
  drawPoints(memory, cloud, { area, width: 100, height: 50, size: 3, ground: pixel(0, 0, 0) })
  return (x: number, y: number): number => memory[y * 100 + x] ?? 0
}

describe('a cloud of points', () => {
  test('a point is where its values say, up being more', () => {
    const at = drawn([20], [40], [RED])
    expect(at(20, 10)).toBe(RED)
    expect(at(20, 40)).toBe(0)
  })

  test('what lies outside or has no value is not drawn, and nothing runs over the edge', () => {
    const at = drawn([-1, 101, Number.NaN, 99.9], [10, 10, 10, 10], [RED, RED, RED, RED])
    for (let x = 0; x < 100; x += 1) for (let y = 0; y < 50; y += 1) expect(at(x, y)).toBe(0)
  })

  test('what is selected lies on top, the rest is faded', () => {
    const at = drawn([20, 20, 60], [40, 40, 40], [BLUE, RED, RED], [1, 0, 0])
    expect(at(20, 10)).toBe(BLUE)
    expect(at(60, 10)).toBe(mixPixel(RED, pixel(0, 0, 0), 0.75))
  })

  test('a hundred thousand points are drawn within a frame or two', () => {
    const count = 100_000
    const xs = Float64Array.from({ length: count }, (_, at) => (at * 7919) % 100)
    const cloud = { xs, ys: xs.map((x) => x / 2), colours: new Uint32Array(count).fill(RED), selected: null }
    const memory = new Uint32Array(1400 * 800)
    const started = performance.now()
    drawPoints(memory, cloud, { area, width: 1400, height: 800, size: 2, ground: 0 })
    // Some 5 ms; a busy machine is given many times that.
    expect(performance.now() - started).toBeLessThan(500)
  })
})
