/** Which two fields stand against each other. */
import type { ExploreLevel } from '@/state/place'
import type { SortField, SortGroup } from '@/actions/fields/sort-fields'

export interface Axes {
  readonly x: string
  readonly y: string
}

/** Groups of the fields that are numbers. */
export function numberGroups(groups: readonly SortGroup[]): SortGroup[] {
  const isNumber = ({ type, name }: SortField): boolean => type === 'number' && name !== 'id' && !name.endsWith('_id')
  return groups.map((group) => ({ ...group, fields: group.fields.filter(isNumber) })).filter(({ fields }) => fields.length > 0)
}

const FIRST: Readonly<Record<ExploreLevel, readonly string[]>> = {
  image: ['brightness', 'sharpness', 'width', 'height'],
  annotation: ['w', 'h'],
  prediction: ['score', 'area'],
}

/** The two fields of the URL; where they are not chosen, or are gone, two that tell something. */
export function axesOf(level: ExploreLevel, groups: readonly SortGroup[], wished: { readonly x: string | null; readonly y: string | null }): Axes | null {
  const names = groups.flatMap(({ fields }) => fields.map(({ name }) => name))
  const likely = [...FIRST[level].filter((name) => names.includes(name)), ...names]
  const x = names.find((name) => name === wished.x) ?? likely.find((name) => name !== wished.y)
  const y = names.find((name) => name === wished.y) ?? likely.find((name) => name !== x)
  return x === undefined || y === undefined ? null : { x, y }
}
