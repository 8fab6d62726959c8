/** What a list can be sorted by, in groups. */
import type { Field } from '@/api/types'
import { readLikeness } from '@/lib/query-text/likeness'
import type { ExploreLevel } from '@/state/place'

export interface SortField extends Pick<Field, 'title' | 'meaning' | 'unit' | 'type'> {
  /** As the request names it. */
  readonly name: string
}

export interface SortGroup {
  readonly title: string
  readonly fields: readonly SortField[]
}

const RECORDED: Readonly<Record<ExploreLevel, string>> = { image: 'Images', annotation: 'Labels', prediction: 'Predictions' }

const from = (fields: readonly Field[], origin: Field['origin']): SortField[] =>
  fields.filter((field) => field.sortable && field.origin === origin)

/** Fields of the level as they came, its metrics, a person's own, and, of objects, what was measured of their image. */
export function sortGroups(level: ExploreLevel, fields: readonly Field[], imageFields: readonly Field[]): SortGroup[] {
  const ofImage = level === 'image' ? [] : imageFields.filter(({ sortable, facet, type }) => sortable && facet !== null && type === 'number')
  const groups: SortGroup[] = [
    { title: RECORDED[level], fields: from(fields, 'core') },
    { title: 'Metrics', fields: from(fields, 'metric') },
    { title: 'Own metrics', fields: from(fields, 'own') },
    { title: 'Of their image', fields: ofImage.map((field) => ({ ...field, name: `image.${field.name}` })) },
  ]
  return groups.filter((group) => group.fields.length > 0)
}

const SIMILARITY = { title: 'Similarity', meaning: 'how alike they look: 1 for copies', unit: '', type: 'number' } as const

/** The field of a name, and the title that tells it apart. */
export function sortFieldOf(groups: readonly SortGroup[], name: string | null): SortField | null {
  if (name === null) return null
  if (readLikeness(name) !== null) return { name, ...SIMILARITY }
  return groups.flatMap(({ fields }) => fields).find((field) => field.name === name) ?? null
}

/** The largest first: most numbers are read from the top. A score of 0 is the worst. */
export function descendsAtFirst({ name, type }: SortField): boolean {
  return type === 'number' && name !== 'issue_score'
}
