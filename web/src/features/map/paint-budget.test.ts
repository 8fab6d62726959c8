import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { paintBudget } from './paint-budget'

const TOTAL = 1_000_000

describe('the budget of points', () => {
  let [frames, now]: [FrameRequestCallback[], number] = [[], 0]
  const pass = (ms: number): void => {
    now += ms
    const due = frames
    frames = []
    for (const frame of due) frame(now)
  }

  beforeEach(() => {
    vi.useFakeTimers()
    ;[frames, now] = [[], 0]
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame))
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  /** What is drawn while the hand moves in every one of these frames. */
  function moving(took: readonly number[]): { counts: number[]; stop: () => void } {
    const budget = paintBudget()
    const counts: number[] = []
    let back = (): void => undefined
    for (const ms of took) {
      back()
      back = budget.draw(TOTAL, (count) => counts.push(count))
      pass(ms)
    }
    return { counts, stop: back }
  }

  it('shrinks while frames are late, however late they are, and never draws all of them then', () => {
    const { counts } = moving([16, 300, 300, 300, 300])
    expect(counts[0]).toBe(200_000)
    expect(counts.at(-1)).toBe(20_000)
    vi.advanceTimersByTime(100)
    expect(Math.max(...counts)).toBe(200_000)
  })

  it('grows where the machine is quick', () => {
    const { counts } = moving([16, 16, 16, 16])
    expect(counts.at(-1)).toBeGreaterThan(200_000)
  })

  it('draws all of them once the hand rests, and not when it went on', () => {
    const { counts, stop } = moving([16])
    pass(16)
    vi.advanceTimersByTime(200)
    expect(counts).toEqual([200_000, TOTAL])
    stop()
    const gone = moving([16])
    pass(16)
    gone.stop()
    vi.advanceTimersByTime(200)
    expect(gone.counts).toEqual([200_000])
  })
})
