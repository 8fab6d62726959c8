import { describe, expect, it } from 'vitest'

import { imageBox, screenPoint } from '@/math/points'

import type { Shape } from '../shape'
import { advance, cursorOf, type PointerEventKind } from './machine'
import { type Effect, IDLE, type PointerState, type Scene } from './state'

const shape = (id: string, box: Shape['box'], editable = true): Shape => ({
  id,
  box,
  line: 'solid',
  colour: '#fff',
  letter: 'A',
  title: id,
  hatched: false,
  editable,
})

const scene: Scene = {
  image: { width: 200, height: 200 },
  viewer: { width: 400, height: 400 },
  view: { scale: 2, x: 0, y: 0 },
  shapes: [shape('label', imageBox(50, 50, 50, 50)), shape('guess', imageBox(120, 50, 40, 40), false)],
  selectedId: null,
  tool: 'select',
  panKey: false,
}
const selected: Scene = { ...scene, selectedId: 'label' }

/** Plays [kind, x, y] in CSS pixels and gives the last state with all effects but hovers. */
function play(on: Scene, ...events: readonly (readonly [PointerEventKind, number, number])[]) {
  let state: PointerState = IDLE
  const effects: Effect[] = []
  for (const [kind, x, y] of events) {
    const next = advance(state, kind, { at: screenPoint(x, y), button: 0 }, on)
    state = next.state
    effects.push(...next.effects.filter((effect) => effect.do !== 'hover'))
  }
  return { state, effects }
}

describe('pointer', () => {
  it('hovers what is under it', () => {
    const next = advance(IDLE, 'move', { at: screenPoint(150, 150), button: -1 }, scene)
    expect(next.effects).toEqual([{ do: 'hover', id: 'label' }])
  })

  it('selects on a click, and nothing beside all shapes', () => {
    expect(play(scene, ['press', 150, 150], ['release', 151, 150]).effects).toEqual([{ do: 'select', id: 'label' }])
    expect(play(selected, ['press', 20, 20], ['release', 20, 20]).effects).toEqual([{ do: 'select', id: null }])
  })

  it('pans from a shape that is not selected', () => {
    const { effects, state } = play(scene, ['press', 150, 150], ['move', 170, 155], ['move', 180, 155])
    expect(state.name).toBe('panning')
    expect(effects).toEqual([
      { do: 'pan', dx: 20, dy: 5 },
      { do: 'pan', dx: 10, dy: 0 },
    ])
  })

  it('moves the selected box by image pixels, once, on release', () => {
    const { effects } = play(
      selected,
      ['press', 150, 150],
      ['move', 160, 150],
      ['move', 170, 150],
      ['release', 170, 150],
    )
    expect(effects.filter((effect) => effect.do === 'move')).toEqual([
      { do: 'move', id: 'label', box: imageBox(60, 50, 50, 50) },
    ])
    expect(effects.at(-1)).toEqual({ do: 'preview', id: null, box: null })
  })

  it('resizes by a handle', () => {
    const { effects } = play(selected, ['press', 200, 200], ['move', 220, 210], ['release', 220, 210])
    expect(effects).toContainEqual({ do: 'move', id: 'label', box: imageBox(50, 50, 60, 55) })
  })

  it('moves nothing that may not be edited', () => {
    const on = { ...scene, selectedId: 'guess' }
    expect(play(on, ['press', 280, 130], ['move', 300, 130]).state.name).toBe('panning')
  })

  it('draws a box inside the image', () => {
    const on = { ...scene, tool: 'draw' } as const
    const { effects } = play(on, ['press', 10, 10], ['move', 60, 30], ['move', 900, 110], ['release', 900, 110])
    expect(effects).toContainEqual({ do: 'add', box: imageBox(5, 5, 195, 50) })
  })

  it('refuses a click as a new box', () => {
    const on = { ...scene, tool: 'draw' } as const
    expect(play(on, ['press', 10, 10], ['release', 10, 10]).effects).toContainEqual({ do: 'refuse-add' })
  })

  it('leaves everything as it was when cancelled', () => {
    for (const on of [selected, { ...scene, tool: 'draw' } as const, { ...scene, panKey: true }]) {
      const { effects, state } = play(on, ['press', 150, 150], ['move', 190, 190], ['cancel', 0, 0])
      expect(state).toEqual(IDLE)
      expect(effects.some((effect) => effect.do === 'move' || effect.do === 'add')).toBe(false)
    }
  })

  it('pans from anywhere while the pan key is held, and says so', () => {
    const { state } = play({ ...selected, panKey: true }, ['press', 150, 150])
    expect(state.name).toBe('panning')
    expect(cursorOf(state)).toBe('grabbing')
  })
})
