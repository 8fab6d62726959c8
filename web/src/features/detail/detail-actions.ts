/** Everything that can be done in the open image, as actions with keys. */
import { type Action, asEdits } from '@/actions/action'
import { ALIKE_KEYS } from '@/actions/find-look-alikes'
import type { ImageObject } from '@/api/types'
import type { Tool } from '@/canvas/pointer/state'
import { drawActions, type DrawVerbs } from './draw-actions'
import type { AttributeValues } from './label-edits'

/** The verbs of the open image. Those that act on the chosen object are given it. */
export interface DetailVerbs extends DrawVerbs {
  step(by: 1 | -1): void
  close(): void
  choose(by: 1 | -1): void
  zoom(by: 'in' | 'out' | 'fit'): void
  toggle(what: 'labels' | 'predictions' | 'names'): void
  nudge(label: ImageObject, dx: number, dy: number, part: 'box' | 'corner'): void
  /** Gives a label the class, or adds the prediction as a label of it. */
  setClass(object: ImageObject, classId: number): void
  pickClass(object: ImageObject): void
  accept(prediction: ImageObject): void
  remove(label: ImageObject): void
  removeImage(): void
  setAttributes(label: ImageObject, values: AttributeValues): void
  /** Shows what looks like the object; without one, like the image. */
  findAlike(object?: ImageObject): void
}

export interface DetailState {
  readonly chosen: ImageObject | null
  readonly tool: Tool
  /** Is a corner or a keypoint of the chosen label chosen? */
  readonly hasGrip: boolean
  readonly classes: readonly { readonly id: number; readonly name: string }[]
  /** May the chosen label's box be moved? */
  readonly movable: boolean
}

/** Where two share a key, the later one is asked first. */
export function detailActions(state: DetailState, verbs: DetailVerbs): Action[] {
  return [...imageActions(verbs), ...viewActions(verbs), ...lookActions(state, verbs), ...asEdits([...objectActions(state, verbs), ...drawActions(state, verbs)])]
}

function imageActions(verbs: DetailVerbs): Action[] {
  return [
    { id: 'image.next', label: 'Next image', group: 'Image', keys: ['j', 'ArrowRight'], perform: () => verbs.step(1) },
    {
      id: 'image.previous',
      label: 'Previous image',
      group: 'Image',
      keys: ['k', 'ArrowLeft'],
      perform: () => verbs.step(-1),
    },
    { id: 'image.alike', label: 'Find look-alikes of this image', group: 'Image', keys: [ALIKE_KEYS], keywords: 'similar neighbours', perform: () => verbs.findAlike() },
    { id: 'image.close', label: 'Back to the list', group: 'Image', keys: ['Escape'], perform: verbs.close },
    {
      id: 'image.remove',
      label: 'Remove this image from the dataset',
      group: 'Image',
      keys: ['shift+Delete'],
      keywords: 'delete duplicate',
      edits: true,
      perform: verbs.removeImage,
    },
  ]
}

function viewActions(verbs: DetailVerbs): Action[] {
  return [
    { id: 'view.zoom-in', label: 'Zoom in', group: 'View', keys: ['+', '='], perform: () => verbs.zoom('in') },
    { id: 'view.zoom-out', label: 'Zoom out', group: 'View', keys: ['-'], perform: () => verbs.zoom('out') },
    { id: 'view.fit', label: 'Fit the whole image', group: 'View', keys: ['0'], perform: () => verbs.zoom('fit') },
    {
      id: 'view.labels',
      label: 'Show or hide labels',
      group: 'View',
      keys: ['l'],
      perform: () => verbs.toggle('labels'),
    },
    {
      id: 'view.predictions',
      label: 'Show or hide predictions',
      group: 'View',
      keys: ['p'],
      perform: () => verbs.toggle('predictions'),
    },
    { id: 'view.names', label: 'Show or hide names', group: 'View', keys: ['t'], perform: () => verbs.toggle('names') },
    {
      id: 'object.next',
      label: 'Choose the next object',
      group: 'Image',
      keys: [']'],
      keyOnly: true,
      perform: () => verbs.choose(1),
    },
    {
      id: 'object.previous',
      label: 'Choose the previous object',
      group: 'Image',
      keys: ['['],
      keyOnly: true,
      perform: () => verbs.choose(-1),
    },
  ]
}

function lookActions({ chosen }: DetailState, verbs: DetailVerbs): Action[] {
  return [
    {
      id: 'object.alike',
      label: 'Find look-alikes of this object',
      group: 'Selection',
      keys: [ALIKE_KEYS],
      keywords: 'similar neighbours',
      when: () => chosen !== null,
      perform: () => {
        if (chosen !== null) verbs.findAlike(chosen)
      },
    },
  ]
}

function objectActions(state: DetailState, verbs: DetailVerbs): Action[] {
  const { chosen } = state
  const isLabel = chosen?.source === 'label'
  const on = (act: (object: ImageObject) => void) => (): void => {
    if (chosen !== null) act(chosen)
  }
  const any = (): boolean => chosen !== null
  const numbered = state.classes.slice(0, 9).map(({ id, name }, index): Action => ({
    id: `object.class.${index + 1}`,
    label: isLabel || chosen === null ? `Change the class to ${name}` : `Add it as ${name}`,
    group: 'Selection',
    keys: [String(index + 1)],
    when: any,
    perform: on((object) => verbs.setClass(object, id)),
  }))
  return [
    {
      id: 'object.class',
      label: isLabel || chosen === null ? 'Change the class' : 'Add it as another class',
      group: 'Selection',
      keys: ['c'],
      keywords: 'relabel',
      when: any,
      perform: on(verbs.pickClass),
    },
    ...numbered,
    {
      id: 'object.delete',
      label: 'Delete the label',
      group: 'Selection',
      keys: ['d', 'Delete', 'Backspace'],
      when: () => isLabel,
      perform: on(verbs.remove),
    },
    {
      id: 'object.accept',
      label: 'Add the prediction as a label',
      group: 'Selection',
      keys: ['a'],
      when: () => chosen?.source === 'prediction',
      perform: on(verbs.accept),
    },
    ...nudgeActions(state, verbs),
  ]
}

const DIRECTIONS = [
  { key: 'ArrowLeft', dx: -1, dy: 0, word: 'left' },
  { key: 'ArrowRight', dx: 1, dy: 0, word: 'right' },
  { key: 'ArrowUp', dx: 0, dy: -1, word: 'up' },
  { key: 'ArrowDown', dx: 0, dy: 1, word: 'down' },
] as const

const FAR = 10

function nudgeActions({ chosen, movable }: DetailState, verbs: DetailVerbs): Action[] {
  return DIRECTIONS.flatMap(({ key, dx, dy, word }) =>
    (['', 'shift+', 'alt+', 'alt+shift+'] as const).map((marks): Action => {
      const far = marks.includes('shift') ? FAR : 1
      const part = marks.includes('alt') ? 'corner' : 'box'
      const pixels = far === 1 ? '1 pixel' : `${FAR} pixels`
      return {
        id: `object.${part}.${word}.${far}`,
        label:
          part === 'box' ? `Move the box ${word} by ${pixels}` : `Move its lower right corner ${word} by ${pixels}`,
        group: 'Selection',
        keys: [`${marks}${key}`],
        keyOnly: true,
        when: () => movable,
        perform: () => {
          if (chosen !== null) verbs.nudge(chosen, dx * far, dy * far, part)
        },
      }
    }),
  )
}
