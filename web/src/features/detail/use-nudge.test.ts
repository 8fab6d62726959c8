import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImageObject } from '@/api/types'
import { imageBox } from '@/math/points'
import { useNudge } from './use-nudge'

const label = { source: 'label', id: 1, x: 10, y: 10, w: 20, h: 20 } as ImageObject
const image = { width: 100, height: 100 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function start() {
  const answers: (() => void)[] = []
  const write = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)))
  const hook = renderHook(() => useNudge(image, write))
  return { ...hook, write, answer: () => act(async () => answers.shift()?.()) }
}

describe('nudging', () => {
  it('shows every press at once and writes them as one change', () => {
    const { result, write } = start()
    act(() => result.current.by(label, 1, 0, 'box'))
    act(() => result.current.by(label, 0, 10, 'box'))
    expect(result.current.pending?.box).toEqual(imageBox(11, 20, 20, 20))
    expect(write).not.toHaveBeenCalled()
    act(() => vi.advanceTimersByTime(1000))
    expect(write).toHaveBeenCalledExactlyOnceWith({ label, box: imageBox(11, 20, 20, 20) })
  })

  it('shows the box at its new place until the server has answered', async () => {
    const { result, answer } = start()
    act(() => result.current.to(label, imageBox(50, 50, 20, 20)))
    expect(result.current.pending?.box.x).toBe(50)
    await answer()
    expect(result.current.pending).toBeNull()
  })

  it('writes what is under way when the person turns away', () => {
    const { result, write, unmount } = start()
    act(() => result.current.by(label, 1, 0, 'corner'))
    unmount()
    expect(write).toHaveBeenCalledWith({ label, box: imageBox(10, 10, 21, 20) })
  })

  it('never leaves the image', () => {
    const { result } = start()
    act(() => result.current.by(label, -500, 0, 'box'))
    expect(result.current.pending?.box.x).toBe(0)
  })
})
