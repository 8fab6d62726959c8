/** The fields that can colour points, on the map and in a scatter alike. */
import type { Field, Level } from '@/api/types'

export interface ColourChoice {
  readonly name: string
  readonly title: string
}

export const BY_CLASS: ColourChoice = { name: 'class', title: 'Class' }

/** What is asked for most stands first. */
const FIRST: readonly string[] = ['split', 'cluster', 'match']

type Known = Pick<Field, 'name' | 'title' | 'type' | 'facet'>

/** Numbers make a ramp; classes, flags, groups and words with few values a colour each. Ids say nothing. */
const canColour = ({ name, type, facet }: Known): boolean => name !== 'id' && !name.endsWith('_id') && name !== 'label' && (facet === 'terms' || type === 'number')

const choiceOf = ({ name, title }: Known): ColourChoice => ({ name, title: name === 'match' ? 'Outcome of the run' : title })

/** The choices for rows of `level`, the class first; `current` is among them whatever it is. */
export function colourChoices(level: Level, fields: readonly Known[], current: string): readonly ColourChoice[] {
  const own = fields.filter(canColour).map(choiceOf)
  const split: readonly ColourChoice[] = level === 'image' ? [] : [{ name: 'image.split', title: 'Split' }]
  const isFirst = ({ name }: ColourChoice): boolean => FIRST.includes(name)
  const all = [BY_CLASS, ...split, ...own.filter(isFirst), ...own.filter((choice) => !isFirst(choice))]
  return all.some(({ name }) => name === current) ? all : [...all, { name: current, title: current }]
}
