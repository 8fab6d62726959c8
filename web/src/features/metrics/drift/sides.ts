/** The two sets that are compared, as queries at a level. */
import type { Dataset } from '@/api/types'
import type { FieldLevel } from '@/api/field-types'
import { writeValue } from '@/lib/query-text/clause'

export interface Choice {
  readonly name: string
  readonly query: string
  readonly count: number | null
}

/** All of the dataset, and each of its splits. */
export function choicesOf({ splits }: Pick<Dataset, 'splits'>, level: FieldLevel): Choice[] {
  const field = level === 'image' ? 'split' : 'image.split'
  const named = splits.flatMap(({ name, count }): Choice[] => (name === null ? [] : [{ name, query: `${field} = ${writeValue(name)}`, count: level === 'image' ? count : null }]))
  return [{ name: 'All', query: '', count: null }, ...named]
}

const isTraining = ({ name }: Choice): boolean => /^train/i.test(name)

/** What is compared before anybody has chosen: what was trained on with another split; null where there are no two. */
export function firstSides(choices: readonly Choice[]): { readonly reference: string; readonly compared: string } | null {
  const splits = choices.filter(({ query }) => query !== '')
  const reference = splits.find(isTraining) ?? splits[0]
  const compared = splits.find((choice) => choice !== reference)
  return reference === undefined || compared === undefined ? null : { reference: reference.query, compared: compared.query }
}
