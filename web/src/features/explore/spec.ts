/** What the grid lists: the question that goes to the server, without the page number. */
import type { Scope, SearchRequest } from '@/api/types'
import { PAGE_SIZE } from '@/lib/row-pages'
import type { ExploreLevel, Place } from '@/state/place-text'

export interface ResultSpec {
  readonly dataset: number
  readonly run: number | null
  readonly level: ExploreLevel
  readonly query: string
  readonly sort: string | null
  readonly descending: boolean
  /** Objects below it are not sent. */
  readonly floor: number
}

/** The request for one page of the list. */
export function pageRequest(spec: ResultSpec, page: number): SearchRequest {
  return {
    dataset: spec.dataset,
    run: spec.run,
    level: spec.level,
    query: spec.query,
    sort: spec.sort,
    descending: spec.descending,
    limit: PAGE_SIZE,
    offset: page * PAGE_SIZE,
    confidence: spec.floor,
  }
}

const FLOORS = [0.5, 0.25, 0.1, 0.01] as const

/**
 * The confidence below which predictions need not be sent while the slider stands at `confidence`: rounded down to a
 * few steps, so that most moves of the slider only draw anew and ask for nothing.
 */
export function confidenceFloor(confidence: number): number {
  return FLOORS.find((floor) => floor <= confidence) ?? 0
}

/** The question that a place asks of a dataset and a run. */
export function specOf({ dataset, run }: Scope, { level, q, sort, desc, conf }: Pick<Place, 'level' | 'q' | 'sort' | 'desc' | 'conf'>): ResultSpec {
  return { dataset, run, level, query: q, sort, descending: desc, floor: confidenceFloor(conf) }
}
