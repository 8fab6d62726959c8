import { describe, expect, it } from 'vitest'
import { reel } from './reel'

/** Pictures that arrive when told to. */
function slowPictures() {
  const waiting = new Map<number, () => void>()
  const fetch = (frame: number): Promise<void> => new Promise((done) => waiting.set(frame, done))
  const arrive = async (frame: number): Promise<void> => {
    waiting.get(frame)?.()
    await new Promise((done) => setTimeout(done, 1))
  }
  return { fetch, arrive, waiting }
}

describe('a reel', () => {
  it('shows no frame before its picture is there, and of many asked for the last', async () => {
    const shown: number[] = []
    const { fetch, arrive, waiting } = slowPictures()
    const { show } = reel(fetch, (frame) => shown.push(frame))
    show(1)
    show(2)
    show(3)
    expect(shown).toEqual([])
    await arrive(1)
    expect(waiting.has(2)).toBe(false)
    await arrive(3)
    expect(shown).toEqual([1, 3])
  })

  it('plays every frame in order to the end', async () => {
    const shown: number[] = []
    const { play } = reel(() => Promise.resolve(), (frame) => shown.push(frame))
    expect(await play(2, 5, 1)).toBe(5)
    expect(shown).toEqual([3, 4, 5])
  })

  it('stops where it is, and says which frame was the last', async () => {
    const shown: number[] = []
    const { play, stop } = reel(() => Promise.resolve(), (frame) => {
      shown.push(frame)
      if (frame === 3) stop()
    })
    expect(await play(0, 9, 1)).toBe(3)
    expect(shown).toEqual([1, 2, 3])
  })
})
