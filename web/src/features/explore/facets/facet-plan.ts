/** Which facets stand beside a list, in which order, and which of them are open at first. */
import type { Field } from '@/api/types'
import type { FacetField, Within } from '@/lib/query-text/rewrite'
import type { ExploreLevel } from '@/state/place'

export interface PlannedFacet extends FacetField {
  readonly title: string
  readonly meaning: string
  /** A name that is the facet's own in this browser's memory. */
  readonly key: string
}

const OPEN: Readonly<Record<ExploreLevel, readonly string[]>> = {
  image: ['split', 'prediction:score', 'annotations.count', 'issue', 'problem'],
  annotation: ['match', 'issue', 'area'],
  prediction: ['score', 'match', 'area'],
}

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

const facet = ({ name, title, meaning }: Pick<Field, 'name' | 'title' | 'meaning'>, within: Within = null): PlannedFacet => ({
  field: name,
  within,
  title: TITLES[name] ?? title,
  meaning,
  key: within === null ? name : `${within}:${name}`,
})

const CONFIDENCE = facet(
  { name: 'score', title: 'Confidence', meaning: 'confidence of the predictions in the image; a range keeps images with a prediction in it' },
  'prediction',
)

/** Every facet of a level but the class list; those that are open at first come first. */
export function planFacets(level: ExploreLevel, fields: readonly Field[], hasRun: boolean): PlannedFacet[] {
  const classes = classField(level).field
  const own = fields.filter((field) => field.facet !== null && field.name !== classes).map((field) => facet(field))
  const all = level === 'image' && hasRun ? [CONFIDENCE, ...own] : own
  const rank = ({ key }: PlannedFacet): number => {
    const place = OPEN[level].indexOf(key)
    return place < 0 ? OPEN[level].length : place
  }
  return [...all].sort((a, b) => rank(a) - rank(b))
}

/** Is the facet open before the person has said anything? */
export function isOpenAtFirst(level: ExploreLevel, key: string): boolean {
  return OPEN[level].includes(key)
}
