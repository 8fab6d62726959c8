import { afterEach, describe, expect, it, vi } from 'vitest'
import { actionFor, addActions } from '@/actions/registry'
import type { ImageObject } from '@/api/types'
import { detailActions, type DetailState, type DetailVerbs } from './detail-actions'

const label = { source: 'label', id: 1 } as ImageObject
const prediction = { source: 'prediction', id: 1 } as ImageObject
const classes = Array.from({ length: 12 }, (_, at) => ({ id: at * 10, name: `class ${at}` }))
const none: DetailState = { chosen: null, tool: 'select', hasGrip: false, classes, movable: false }
const onLabel: DetailState = { ...none, chosen: label, movable: true }
const onPrediction: DetailState = { ...none, chosen: prediction }

const verbNames = [
  'step',
  'close',
  'choose',
  'setTool',
  'zoom',
  'toggle',
  'nudge',
  'setClass',
  'pickClass',
  'accept',
  'remove',
  'removeImage',
  'findAlike',
  'resizeBrush',
  'removeCorner',
  'turnVisibility',
  'copyOn',
  'drawBetween',
  'skipPoint',
  'turnHiding',
  'takePointBack',
  'endPose',
] as const
const spies = () => Object.fromEntries(verbNames.map((name) => [name, vi.fn()])) as unknown as DetailVerbs

let remove = (): void => undefined
afterEach(() => remove())

/** Presses a key in this state and returns the verbs that were asked. */
function press(state: DetailState, key: string, marks: Partial<KeyboardEvent> = {}): DetailVerbs {
  const verbs = spies()
  remove()
  remove = addActions('overlay', detailActions(state, verbs)).remove
  const event = { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null, ...marks }
  actionFor(event)?.perform()
  return verbs
}

describe('keys of the open image', () => {
  it('walk through the images', () => {
    expect(press(none, 'j').step).toHaveBeenCalledWith(1)
    expect(press(none, 'k').step).toHaveBeenCalledWith(-1)
    expect(press(none, 'ArrowRight').step).toHaveBeenCalledWith(1)
  })

  it('nudge instead where a box is chosen: by one pixel, ten with shift, the corner with alt', () => {
    expect(press(onLabel, 'ArrowRight').nudge).toHaveBeenCalledWith(label, 1, 0, 'box')
    expect(press(onLabel, 'ArrowUp', { shiftKey: true }).nudge).toHaveBeenCalledWith(label, 0, -10, 'box')
    expect(press(onLabel, 'ArrowDown', { altKey: true }).nudge).toHaveBeenCalledWith(label, 0, 1, 'corner')
    expect(press(onLabel, 'j').step).toHaveBeenCalledWith(1)
    expect(press(onPrediction, 'ArrowRight').step).toHaveBeenCalledWith(1)
  })

  it('give a class by number, only where something is chosen', () => {
    expect(press(onLabel, '3').setClass).toHaveBeenCalledWith(label, 20)
    expect(press(onPrediction, '1').setClass).toHaveBeenCalledWith(prediction, 0)
    expect(press(none, '3').setClass).not.toHaveBeenCalled()
  })

  it('delete labels only, and accept predictions only', () => {
    expect(press(onLabel, 'd').remove).toHaveBeenCalledWith(label)
    expect(press(onPrediction, 'd').remove).not.toHaveBeenCalled()
    expect(press(onPrediction, 'a').accept).toHaveBeenCalledWith(prediction)
    expect(press(onLabel, 'a').accept).not.toHaveBeenCalled()
  })

  it('stop drawing before they close the image', () => {
    const drawing: DetailState = { ...none, tool: 'draw' }
    expect(press(drawing, 'Escape').setTool).toHaveBeenCalledWith('select')
    expect(press(drawing, 'Escape').close).not.toHaveBeenCalled()
    expect(press(none, 'Escape').close).toHaveBeenCalled()
  })

  it('take a tool, and lay it down with the same key', () => {
    expect(press(none, 'b').setTool).toHaveBeenCalledWith('brush')
    expect(press({ ...none, tool: 'brush' }, 'b').setTool).toHaveBeenCalledWith('select')
    expect(press(none, 'P', { shiftKey: true }).setTool).toHaveBeenCalledWith('polygon')
    expect(press({ ...none, tool: 'brush' }, ']').resizeBrush).toHaveBeenCalledWith(1)
    expect(press(none, ']').choose).toHaveBeenCalledWith(1)
  })

  it('cut and add only where a polygon is chosen', () => {
    const polygon: DetailState = { ...onLabel, chosen: { ...label, kind: 'polygon' } }
    expect(press(polygon, 'P', { altKey: true, shiftKey: true }).setTool).toHaveBeenCalledWith('hole')
    expect(press(onLabel, 'p', { altKey: true }).setTool).not.toHaveBeenCalled()
  })

  it('delete the chosen corner before the label, and turn the visibility of the chosen keypoint', () => {
    const corner: DetailState = { ...onLabel, chosen: { ...label, kind: 'polygon' }, hasGrip: true }
    const verbs = press(corner, 'Delete')
    expect(verbs.removeCorner).toHaveBeenCalled()
    expect(verbs.remove).not.toHaveBeenCalled()
    expect(press({ ...corner, chosen: { ...label, kind: 'keypoints' } }, 'v').turnVisibility).toHaveBeenCalled()
    expect(press({ ...corner, hasGrip: false }, 'Delete').remove).toHaveBeenCalled()
  })

  it('say of a new keypoint what a click does not', () => {
    const placing: DetailState = { ...onLabel, chosen: { ...label, kind: 'keypoints' }, hasGrip: true, tool: 'keypoints' }
    expect(press(none, 'K', { shiftKey: true }).setTool).toHaveBeenCalledWith('keypoints')
    expect(press(placing, 's').skipPoint).toHaveBeenCalled()
    expect(press(placing, 'Enter').endPose).toHaveBeenCalled()
    expect(press(placing, 'Escape').setTool).toHaveBeenCalledWith('select')
    const [hides, back] = [press(placing, 'v'), press(placing, 'Backspace')]
    expect(hides.turnHiding).toHaveBeenCalled()
    expect(hides.turnVisibility).not.toHaveBeenCalled()
    expect(back.takePointBack).toHaveBeenCalled()
    expect(back.remove).not.toHaveBeenCalled()
    expect(press(onLabel, 'Backspace').remove).toHaveBeenCalled()
  })

  it('all have a name and are all different', () => {
    const ids = detailActions(onLabel, spies()).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(detailActions(onLabel, spies()).every(({ label: name }) => name !== '')).toBe(true)
  })
})
