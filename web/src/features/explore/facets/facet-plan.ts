/** Which facets stand beside a list, in which groups, and which of them are open at first. */
import type { Field } from '@/api/types'
import type { FacetField } from '@/lib/query-text/rewrite'
import type { ExploreLevel } from '@/state/place'

export interface PlannedFacet extends FacetField {
  /** The field's name at its own level, by which it is asked for. */
  readonly name: string
  readonly title: string
  /** The title where it stands without its group around it. */
  readonly fullTitle: string
  readonly meaning: string
  readonly type: Field['type']
  /** A name that is the facet's own in this browser's memory. */
  readonly key: string
  readonly level: ExploreLevel
}

export interface FacetGroup {
  readonly key: string
  readonly title: string
  readonly facets: readonly PlannedFacet[]
}

export type FieldsByLevel = Readonly<Record<ExploreLevel, readonly Field[]>>

const OPEN: Readonly<Record<ExploreLevel, readonly string[]>> = {
  image: ['split', 'annotations.count', 'issue', 'problem', 'brightness', 'sharpness', 'prediction:score'],
  annotation: ['match', 'issue', 'area'],
  prediction: ['score', 'match', 'area'],
}

const OWN_METRICS = 'own'

const GROUP_TITLES: Readonly<Record<string, string>> = { image: 'Images', annotation: 'Labels', prediction: 'Predictions', [OWN_METRICS]: 'Own metrics' }
const OF: Readonly<Record<ExploreLevel, string>> = { image: 'images', annotation: 'labels', prediction: 'predictions' }

/** The field behind the class list of a level. */
export function classField(level: ExploreLevel): FacetField {
  return { field: level === 'image' ? 'annotations.label' : 'label', within: null }
}

// Beside a list of images "Labels" alone could be the list of labels.
const TITLES: Readonly<Record<string, string>> = {
  'annotations.count': 'Labels per image',
  'predictions.count': 'Predictions per image',
  'issues.count': 'Issues per image',
}

/** How a list of one level speaks of a field of another: the objects in an image, or the image of an object. */
function reach(level: ExploreLevel, from: ExploreLevel, name: string): (FacetField & { readonly key: string }) | null {
  if (from === level) return { field: name, within: null, key: name }
  if (level === 'image' && from !== 'image') return { field: name, within: from, key: `${from}:${name}` }
  // Set fields of an image, such as the classes in it, are no one value of an object.
  if (from === 'image') return { field: `image.${name}`, within: null, key: `image.${name}` }
  return null
}

const isWorthIt = (level: ExploreLevel, { facet, name }: Field, from: ExploreLevel): boolean =>
  facet !== null && name !== classField(from).field && (from === level || (name !== 'issue' && name !== 'predictions.label'))

function plan(level: ExploreLevel, from: ExploreLevel, field: Field): PlannedFacet | null {
  const reached = isWorthIt(level, field, from) ? reach(level, from, field.name) : null
  if (reached === null) return null
  const title = TITLES[field.name] ?? field.title
  const fullTitle = from === level ? title : `${title} of ${OF[from]}`
  return { ...reached, name: field.name, title, fullTitle, meaning: field.meaning, type: field.type, level: from }
}

/** Every facet of a level but the class list, the level's own group first; in a group those that are open at first. */
export function planFacets(level: ExploreLevel, fields: FieldsByLevel): FacetGroup[] {
  const levels: ExploreLevel[] = [level, ...(['image', 'annotation', 'prediction'] as const).filter((other) => other !== level)]
  const own: PlannedFacet[] = []
  const groups = levels.map((from): FacetGroup => {
    const facets = fields[from].flatMap((field) => {
      const planned = plan(level, from, field)
      if (planned !== null && field.origin === 'own') own.push(planned)
      return planned === null || field.origin === 'own' ? [] : [planned]
    })
    return { key: from, title: GROUP_TITLES[from] ?? from, facets: openFirst(level, facets) }
  })
  const all = [...groups, { key: OWN_METRICS, title: GROUP_TITLES[OWN_METRICS] ?? '', facets: own }]
  return all.filter(({ facets }) => facets.length > 0)
}

function openFirst(level: ExploreLevel, facets: readonly PlannedFacet[]): PlannedFacet[] {
  const rank = ({ key }: PlannedFacet): number => {
    const place = OPEN[level].indexOf(key)
    return place < 0 ? OPEN[level].length : place
  }
  return [...facets].sort((a, b) => rank(a) - rank(b))
}

/** Is the facet open before the person has said anything? */
export function isOpenAtFirst(level: ExploreLevel, key: string): boolean {
  return OPEN[level].includes(key)
}

/** Is the group? The level's own is, one with an open facet is, and a person's own metrics are. */
export function isGroupOpenAtFirst(level: ExploreLevel, { key, facets }: FacetGroup): boolean {
  return key === level || key === OWN_METRICS || facets.some((facet) => isOpenAtFirst(level, facet.key))
}
