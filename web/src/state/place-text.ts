/** Where the person is, as a value and as the text of the URL. Pure: it is read before React is there. */
import type { ComparedShape, Level } from '@/api/types'

export type Page = 'overview' | 'explore' | 'issues' | 'models' | 'map' | 'review' | 'segments' | 'metrics' | 'autotags' | 'history' | 'settings'
export type ExploreLevel = Exclude<Level, 'issue'>

export interface Place {
  /** Null: the first dataset, its newest run. A run of 0 means: without a run. */
  readonly dataset: number | null
  readonly run: number | null
  /** Predictions below this confidence are neither drawn nor counted. */
  readonly conf: number
  /** From this overlap on, a label and a prediction are of one thing. */
  readonly iou: number
  /** What of the two is compared: null for boxes, else `mask` or `keypoints`. */
  readonly shape: string | null
  readonly labels: boolean
  readonly predictions: boolean
  /** Query text of this page. */
  readonly q: string
  readonly level: ExploreLevel
  readonly sort: string | null
  readonly desc: boolean
  /** Explore: null for the grid, else `scatter`; its two fields, and the part of the plane one looks at. */
  readonly view: string | null
  readonly x: string | null
  readonly y: string | null
  readonly area: string | null
  /** The image that lies open over the page, and the object (`label:12`, `prediction:7`) chosen in it. */
  readonly image: number | null
  readonly object: string | null
  /** Where one looks in the open image, as `math/camera` writes it; null: all of it. */
  readonly cam: string | null
  /** Is the time-line of tracks shown below the open frame of a video? */
  readonly tracks: boolean
  /** Which stored values are black and white in the open image, `low,high`; null: as it is shown at first. */
  readonly window: string | null
  /** Issues: which kind and state are listed, and which issue is current. History: which kind of difference. */
  readonly kind: string | null
  readonly state: string | null
  readonly issue: number | null
  /** Issues: the spot check that is judged; null: the ranked list. */
  readonly check: number | null
  /** Models, Metrics and History: which tab. Models: which cells are lit, in which order the matrix stands and what it tells, and the order of results. */
  readonly tab: string | null
  readonly cells: string
  readonly arrange: string | null
  readonly share: string | null
  readonly order: string | null
  /** Only results of some objects, as a mark in a plot names them: `prediction: score < 0.4`. */
  readonly within: string
  /** Which average stands under the classes. */
  readonly average: string | null
  /** Models: the class whose curves are drawn, the field the run is told by, and the run it is compared with. Metrics: the field. Map and scatter: what colours the points. */
  readonly class: number | null
  readonly field: string | null
  readonly other: number | null
  /** Drift: the two sets that are compared, as queries; null where none was chosen yet. History: two versions by name. */
  readonly reference: string | null
  readonly compared: string | null
  /** Drift: where the second of them is asked, a dataset's id or the name of a project beside this one; null: here. */
  readonly against: string | null
  /** How the images to label next are chosen, while that dialog is open; null: it is closed. */
  readonly next: string | null
  /** Review: what the wall is made of, null for labels; how it is grouped, null by class; the one group it shows (`3`, `3>7`), null for all. */
  readonly of: string | null
  readonly group: string | null
  readonly only: string | null
  /** Review: which crops are on the wall, null for all; how large they are, and how much of what lies around them they show. */
  readonly show: string | null
  readonly side: number | null
  readonly margin: string | null
  /** Autotags: the one that is taught; null: the newest. */
  readonly tag: number | null
  /** Segments: the one that is open; null: the board of all. */
  readonly segment: number | null
  /** Selected ids as ranges: `3,8-12`; `*` means all results of the query. */
  readonly sel: string
}

export const DEFAULT_PLACE: Place = {
  dataset: null,
  run: null,
  conf: 0.25,
  iou: 0.5,
  shape: null,
  labels: true,
  predictions: true,
  q: '',
  level: 'image',
  sort: null,
  desc: false,
  view: null,
  x: null,
  y: null,
  area: null,
  image: null,
  object: null,
  cam: null,
  tracks: true,
  window: null,
  kind: null,
  state: null,
  issue: null,
  check: null,
  tab: null,
  cells: '',
  arrange: null,
  share: null,
  order: null,
  within: '',
  average: null,
  class: null,
  field: null,
  other: null,
  reference: null,
  compared: null,
  against: null,
  next: null,
  of: null,
  group: null,
  only: null,
  show: null,
  side: null,
  margin: null,
  tag: null,
  segment: null,
  sel: '',
}

/** What stays when the person turns to another page. */
const LASTING = ['dataset', 'run', 'conf', 'iou', 'shape', 'labels', 'predictions'] as const satisfies readonly (keyof Place)[]

/** The place as it stands in the URL: text by name, nothing that is at its default. */
export type PlaceSearch = Readonly<Partial<Record<keyof Place, string>>>

const LEVELS: readonly string[] = ['image', 'annotation', 'prediction'] satisfies ExploreLevel[]
const NUMBERS = ['dataset', 'run', 'image', 'issue', 'check', 'class', 'other', 'tag', 'segment', 'side'] as const
const TEXTS = ['sort', 'view', 'x', 'y', 'area', 'object', 'cam', 'window', 'kind', 'state', 'shape', 'tab', 'arrange', 'share', 'order', 'average', 'field', 'reference', 'compared', 'against', 'next', 'of', 'group', 'only', 'show', 'margin'] as const

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null
  return Number(text)
}

function share(text: string | undefined, fallback: number): number {
  const value = text === undefined || text === '' ? Number.NaN : Number(text)
  return value >= 0 && value <= 1 ? value : fallback
}

/** Reads a place from the text of the URL. What makes no sense is left at its default, so no link ever breaks the app. */
export function readPlace(search: PlaceSearch): Place {
  const place: { -readonly [K in keyof Place]: Place[K] } = { ...DEFAULT_PLACE }
  for (const name of NUMBERS) place[name] = wholeNumber(search[name])
  for (const name of TEXTS) place[name] = search[name] ?? null
  place.conf = share(search.conf, DEFAULT_PLACE.conf)
  place.iou = share(search.iou, DEFAULT_PLACE.iou) || DEFAULT_PLACE.iou
  place.labels = search.labels !== '0'
  place.predictions = search.predictions !== '0'
  place.tracks = search.tracks !== '0'
  place.q = search.q ?? ''
  place.cells = search.cells ?? ''
  place.within = search.within ?? ''
  place.level = LEVELS.includes(search.level ?? '') ? (search.level as ExploreLevel) : DEFAULT_PLACE.level
  place.desc = search.desc === '1'
  place.sel = search.sel ?? ''
  return place
}

/** Writes a place as text, leaving out what is at its default: the inverse of `readPlace`. */
export function writePlace(place: Place): PlaceSearch {
  const search: Partial<Record<keyof Place, string>> = {}
  for (const [name, value] of Object.entries(place) as [keyof Place, Place[keyof Place]][]) {
    if (value === DEFAULT_PLACE[name] || value === null) continue
    search[name] = typeof value === 'boolean' ? (value ? '1' : '0') : String(value)
  }
  return search
}

/** A place as the query of an address: `?dataset=2`, or nothing. */
export function searchText(place: Place): string {
  const text = new URLSearchParams(writePlace(place) as Record<string, string>).toString()
  return text === '' ? '' : `?${text}`
}

/** Keeps of an unknown URL only what a place knows, as text. */
export function placeSearch(raw: Readonly<Record<string, unknown>>): PlaceSearch {
  const known: Partial<Record<keyof Place, string>> = {}
  for (const name of Object.keys(DEFAULT_PLACE) as (keyof Place)[]) {
    const value = raw[name]
    if (typeof value === 'string') known[name] = value
    else if (typeof value === 'number' || typeof value === 'boolean') known[name] = String(value)
  }
  return writePlace(readPlace(known))
}

/** What the wall of a review is made of. */
export const reviewLevel = (of: Place['of']): ExploreLevel => (of === 'prediction' || of === 'image' ? of : 'annotation')

/** The place after a step: a patch on this page, or another page with what lasts plus the patch. */
export function stepTo(place: Place, patch: Partial<Place>, otherPage: boolean): Place {
  if (!otherPage) return { ...place, ...patch }
  const lasting = Object.fromEntries(LASTING.map((name) => [name, place[name]])) as Partial<Place>
  return { ...DEFAULT_PLACE, ...lasting, ...patch }
}

/** What of a label and a prediction is compared at a place. */
export const comparedShape = (shape: Place['shape']): ComparedShape => (shape === 'mask' || shape === 'keypoints' ? shape : 'box')

const PAGES: readonly string[] = ['overview', 'explore', 'issues', 'models', 'map', 'review', 'segments', 'metrics', 'autotags', 'history', 'settings'] satisfies Page[]

/** Does a version have this page too? Reviews alone it does not keep: they go on while the project changes. */
export const isOfVersions = (page: Page): boolean => page !== 'review'

/** The page at the path of an address; anything unknown leads to the first one. */
export function pageOf(pathname: string): Page {
  const last = pathname.split('/').at(-1) ?? ''
  return PAGES.includes(last) ? (last as Page) : 'overview'
}
