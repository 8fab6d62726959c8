import { describe, expect, it } from 'vitest'
import type { Video } from '@/api/video-types'
import { changesOf, filmOf, gapAt, labelAt, nextMarked, ticks, trackAt } from './film'

/** Ten frames. Track `b`: frames 0-2 and 5-9, of another class from 8 on. An object without an id: frame 4. */
const VIDEO: Video = {
  frames: { id: [20, 21, 22, 23, 24, 25, 26, 27, 28, 29], v: Array(10).fill('v'), name: Array(10).fill('f'), width: Array(10).fill(8), height: Array(10).fill(8) },
  tracks: { name: ['b', null], start: [0, 8, 9] },
  labels: {
    id: [100, 101, 102, 105, 106, 107, 108, 109, 200],
    frame: [0, 1, 2, 5, 6, 7, 8, 9, 4],
    class_id: [1, 1, 1, 1, 1, 1, 2, 2, 1],
    touched: Array(9).fill(0),
    box: Array(36).fill(1),
  },
  doubts: [{ at: 6, words: 'odd', issue: 3 }],
  frame_doubts: [{ at: 1, words: 'lost', issue: null }],
}

describe('a film', () => {
  const film = filmOf(VIDEO)
  const [track, other] = film.tracks

  it('has a bar per run of frames and class, and a gap where a track is lost', () => {
    expect(track?.bars).toEqual([
      { first: 0, last: 2, from: 0, classId: 1 },
      { first: 5, last: 7, from: 3, classId: 1 },
      { first: 8, last: 9, from: 6, classId: 2 },
    ])
    expect(track?.gaps).toEqual([{ first: 3, last: 4, before: 2, after: 3 }])
    expect(track?.classId).toBe(1)
    expect(changesOf(track?.bars ?? [])).toEqual([8])
    expect(other?.gaps).toEqual([])
  })

  it('finds the label of a track in a frame, and the track of a label', () => {
    if (track === undefined) throw new Error('no track')
    expect([0, 2, 3, 5, 9].map((frame) => labelAt(track, frame))).toEqual([0, 2, null, 3, 7])
    expect(gapAt(track, 4)?.after).toBe(3)
    expect(gapAt(track, 5)).toBeNull()
    expect([0, 7, 8].map((place) => trackAt(film, place)?.number)).toEqual([0, 0, 1])
    expect(trackAt(film, 9)).toBeNull()
    expect(film.placeOf.get(200)).toBe(8)
    expect(film.inFrame[4]).toEqual([8])
  })

  it('walks over what is to be looked at', () => {
    expect(film.marked).toEqual([1, 3, 8])
    expect(nextMarked(film, 3, 1)).toBe(8)
    expect(nextMarked(film, 3, -1)).toBe(1)
    expect(nextMarked(film, 8, 1)).toBeNull()
  })
})

describe('ticks', () => {
  it('stand at round frames, counted from 1, no more than there is room for', () => {
    expect(ticks(150, 10)).toEqual([19, 39, 59, 79, 99, 119, 139])
    expect(ticks(3, 10)).toEqual([0, 1, 2])
    expect(ticks(0, 10)).toEqual([])
    for (const count of [7, 99, 1234, 54_321]) expect(ticks(count, 9).length).toBeLessThanOrEqual(9)
  })
})
