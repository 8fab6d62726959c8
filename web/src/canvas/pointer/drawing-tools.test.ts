import { describe, expect, it } from 'vitest'
import type { Drawn } from '@/api/types'
import { imageBox, imagePoint, screenPoint } from '@/math/points'
import { turnedBox } from '@/math/polygons'
import { POSE, withPreview } from '../preview'
import type { Shape } from '../shape'
import { advance, type PointerEventKind } from './machine'
import { type Effect, IDLE, type Pointer, type PointerState, type Scene } from './state'

const look = { line: 'solid', colour: '#fff', letter: 'A', title: '', hatched: false, editable: true } as const
const polygon: Shape = { ...look, id: 'polygon', kind: 'polygon', box: imageBox(50, 50, 50, 50), polygons: [[50, 50, 100, 50, 100, 100, 50, 100]], holes: [] }
const turned: Shape = { ...look, id: 'turned', kind: 'rotated_box', rotation: Math.PI / 2, box: imageBox(60, 80, 80, 40), polygons: [turnedBox(imageBox(60, 80, 80, 40), Math.PI / 2)] }
const person: Shape = { ...look, id: 'person', kind: 'keypoints', box: imageBox(10, 10, 80, 80), keypoints: [20, 20, 2, 60, 60, 1, 0, 0, 0] }

const on = (shape: Shape | null, tool: Scene['tool'] = 'select'): Scene => ({
  image: { width: 200, height: 200 },
  viewer: { width: 400, height: 400 },
  view: { scale: 2, x: 0, y: 0 },
  shapes: shape === null ? [] : [shape],
  selectedId: shape?.id ?? null,
  tool,
  radius: 3,
  panKey: false,
})

type Event = readonly [PointerEventKind, number, number, Partial<Pointer>?]

/** Plays events at CSS pixels; gives the last state and what was told, without what only shows. */
function play(scene: Scene, ...events: readonly Event[]): { state: PointerState; told: Effect[] } {
  let state: PointerState = IDLE
  const told: Effect[] = []
  for (const [kind, x, y, more] of events) {
    const next = advance(state, kind, { at: screenPoint(x, y), button: 0, ...more }, scene)
    state = next.state
    told.push(...next.effects.filter((effect) => !['hover', 'draft', 'trace', 'stroke', 'preview'].includes(effect.do)))
  }
  return { state, told }
}

const drawnBy = (effects: readonly Effect[]): Drawn | undefined => effects.find((effect) => effect.do === 'reshape')?.drawn

describe('a polygon', () => {
  it('has a corner dragged', () => {
    const { told } = play(on(polygon), ['press', 200, 100], ['move', 210, 104], ['release', 210, 104])
    expect(drawnBy(told)).toEqual({ kind: 'polygon', rings: [[50, 50, 105, 52, 100, 100, 50, 100]], holes: [] })
  })

  it('has a corner chosen by a click', () => {
    const { told } = play(on(polygon), ['press', 200, 100], ['release', 200, 100])
    expect(told).toEqual([{ do: 'grip', grip: { loop: 0, corner: 1 } }])
  })

  it('gets a corner by a double click on a side, or by Alt and a click', () => {
    const rings = [[50, 50, 75, 50, 100, 50, 100, 100, 50, 100]]
    for (const event of [['twice', 150, 100], ['press', 150, 100, { alt: true }]] as const) {
      expect(drawnBy(play(on(polygon), event).told)).toEqual({ kind: 'polygon', rings, holes: [] })
    }
    expect(play(on(polygon), ['twice', 150, 150]).told).toEqual([{ do: 'toggle-zoom', at: screenPoint(150, 150) }])
  })

  it('is moved as a whole from its inside, and has no handles of a box', () => {
    const { state } = play(on(polygon), ['press', 150, 150], ['move', 160, 150])
    expect(state.name).toBe('moving')
    expect(play(on(polygon), ['press', 150, 200]).state.name).toBe('pressing')
  })
})

describe('an outline being drawn', () => {
  const corners: Event[] = [['press', 20, 20], ['release', 20, 20], ['press', 100, 20], ['release', 100, 20], ['press', 100, 90], ['release', 100, 90]]
  const done: Effect = { do: 'outline', loop: [10, 10, 50, 10, 50, 45] }

  it('is closed by Enter, a double click or its first corner', () => {
    const ends: Event[] = [['close', 0, 0], ['press', 101, 90], ['press', 22, 21]]
    for (const end of ends) {
      const { state, told } = play(on(null, 'polygon'), ...corners, end)
      expect(state).toEqual(IDLE)
      expect(told).toEqual([done])
    }
  })

  it('goes on where it has fewer than three corners, takes one back, and is given up', () => {
    expect(play(on(null, 'polygon'), ...corners.slice(0, 4), ['close', 0, 0]).state.name).toBe('tracing')
    const back = play(on(null, 'polygon'), ...corners, ['back', 0, 0], ['press', 20, 90], ['close', 0, 0])
    expect(back.told).toEqual([{ do: 'outline', loop: [10, 10, 50, 10, 10, 45] }])
    expect(play(on(null, 'polygon'), ...corners, ['cancel', 0, 0])).toEqual({ state: IDLE, told: [] })
  })
})

describe('a box', () => {
  const plain: Shape = { ...look, id: 'plain', box: imageBox(50, 50, 50, 50) }

  it('is turned by the handle above it, with Shift by steps', () => {
    const { told } = play(on(plain), ['press', 150, 74], ['move', 300, 150], ['release', 300, 150])
    expect(drawnBy(told)).toEqual({ kind: 'rotated_box', box: [50, 50, 50, 50], rotation: Math.PI / 2 })
    const held = drawnBy(play(on(plain), ['press', 150, 74], ['move', 180, 60, { shift: true }], ['release', 180, 60]).told)
    expect(held).toMatchObject({ rotation: Math.PI / 12 })
  })

  it('that is turned is resized in its own frame', () => {
    // A quarter turn: what was its right side lies below.
    const { told } = play(on(turned), ['press', 200, 280], ['move', 200, 300], ['release', 200, 300])
    const moved = told.find((effect) => effect.do === 'move')
    expect(moved?.box.w).toBeCloseTo(90)
    expect(moved?.box.h).toBeCloseTo(40)
    expect((moved?.box.y ?? 0) + 20).toBeCloseTo(105)
  })
})

describe('keypoints', () => {
  it('are dragged one by one; the box and what was never placed stay', () => {
    const { told } = play(on(person), ['press', 41, 40], ['move', 60, 50], ['release', 60, 50])
    expect(drawnBy(told)).toEqual({ kind: 'keypoints', keypoints: [30, 25, 2, 60, 60, 1, 0, 0, 0], box: [10, 10, 80, 80] })
  })
})

describe('new keypoints', () => {
  it('are placed by a press, inside the image; the next one follows the pointer', () => {
    const scene = on(null, 'keypoints')
    expect(play(scene, ['press', 41, 40], ['release', 41, 40], ['press', 500, 60])).toEqual({
      state: IDLE,
      told: [
        { do: 'point', at: imagePoint(20.5, 20) },
        { do: 'point', at: imagePoint(200, 30) },
      ],
    })
    const { effects } = advance(IDLE, 'move', { at: screenPoint(60, 50), button: 0 }, scene)
    expect(effects).toContainEqual({ do: 'aim', at: imagePoint(30, 25) })
  })

  it('leave the image to be panned', () => {
    expect(play(on(null, 'keypoints'), ['press', 41, 40, { button: 1 }]).state.name).toBe('panning')
  })

  it('show what is placed and the one under the pointer', () => {
    const pose: Shape = { ...look, id: POSE, kind: 'keypoints', box: null, keypoints: [10, 10, 2], limbs: [[0, 1]] }
    const [shown] = withPreview([pose], { do: 'aim', at: imagePoint(30, 25) })
    expect(shown).toMatchObject({ keypoints: [10, 10, 2, 30, 25, 2], box: { x: 10, y: 10, w: 20, h: 15 } })
    expect(withPreview([person], { do: 'aim', at: imagePoint(30, 25) })).toEqual([person])
  })
})

describe('the brush', () => {
  it('tells its stroke when it is let go, and nothing when cancelled', () => {
    const drag: Event[] = [['press', 20, 20], ['move', 40, 20]]
    const { told } = play(on(null, 'erase'), ...drag, ['release', 40, 20])
    expect(told).toMatchObject([{ do: 'paint', stroke: { radius: 3, erases: true, points: [{ x: 10, y: 10 }, { x: 20, y: 10 }] } }])
    expect(play(on(null, 'brush'), ...drag, ['cancel', 0, 0])).toEqual({ state: IDLE, told: [] })
  })
})
