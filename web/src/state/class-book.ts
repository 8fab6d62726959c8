/** How each class of a dataset looks: colour and letter, the same on every screen. */
import type { ClassCount } from '@/api/types'
import type { Limb } from '@/math/keypoints'
import { classMarks } from '@/lib/class-marks'
import { classColour } from '@/lib/palette'
import { shownName } from '@/lib/shown-name'

export interface ClassLook {
  readonly id: number
  /** As people read it. */
  readonly name: string
  /** As the dataset has it: what queries ask for. */
  readonly key: string
  readonly colour: string
  /** One or two letters, unique in the dataset: the second cue. */
  readonly mark: string
  readonly labels: number
  readonly predictions: number
  /** The names of its keypoints, in the order of a label; none for most. */
  readonly keypoints: readonly string[]
  readonly limbs: readonly Limb[]
}

export interface ClassBook {
  readonly all: readonly ClassLook[]
  /** The look of a class; a plain grey one for an id that is not there. */
  look(id: number | null): ClassLook
  /** By the name that the dataset has. */
  named(key: string): ClassLook | undefined
}

const unknownLook = (id: number | null): ClassLook => ({
  id: id ?? -1,
  name: id === null ? 'no class' : `class ${id}`,
  key: '',
  colour: '#9aa4b2',
  mark: '?',
  labels: 0,
  predictions: 0,
  keypoints: [],
  limbs: [],
})

/** Builds the book; the position in the server's order decides the colour. */
export function classBook(classes: readonly ClassCount[]): ClassBook {
  const marks = classMarks(classes.map(({ name }) => name))
  const all = classes.map((info, position) => ({
    id: info.id,
    name: shownName(info.name),
    key: info.name,
    colour: classColour(position),
    mark: marks[position] ?? '?',
    labels: info.labels,
    predictions: info.predictions,
    keypoints: info.keypoints,
    limbs: info.limbs,
  }))
  const byId = new Map(all.map((look) => [look.id, look]))
  const byName = new Map(all.map((look) => [look.key, look]))
  return {
    all,
    look: (id) => (id === null ? undefined : byId.get(id)) ?? unknownLook(id),
    named: (key) => byName.get(key),
  }
}

export const EMPTY_BOOK = classBook([])
