/** Which issues are listed, as the query and as the requests for its pages. */
import type { Scope, SearchRequest } from '@/api/types'
import type { Place } from '@/state/place-text'

export type ListedState = 'open' | 'fixed' | 'kept'

export interface IssueFilter {
  readonly kind: string | null
  readonly state: ListedState
  /** More that the person asked for in the query bar; may be empty. */
  readonly text: string
  readonly order: IssueOrder
}

/** `worst` and `cleanest` go by score, `image` shows all suspects of an image together. */
export type IssueOrder = 'worst' | 'cleanest' | 'image'

export const PAGE = 50

const SORTS: Readonly<Record<IssueOrder, { readonly sort: string; readonly descending: boolean }>> = {
  worst: { sort: 'score', descending: false },
  cleanest: { sort: 'score', descending: true },
  image: { sort: 'image.id', descending: false },
}

/** The query text of a filter. */
export function issueQueryText({ kind, state, text }: Pick<IssueFilter, 'kind' | 'state' | 'text'>): string {
  const clauses = [`state = "${state}"`]
  if (kind !== null) clauses.unshift(`kind = ${JSON.stringify(kind)}`)
  if (text.trim() !== '') clauses.push(`(${text.trim()})`)
  return clauses.join(' and ')
}

export function issueRequest(scope: Scope, filter: IssueFilter, offset: number, limit = PAGE): SearchRequest {
  return { ...scope, level: 'issue', query: issueQueryText(filter), ...SORTS[filter.order], limit, offset }
}

/** Reads what the URL says of state and order; anything else is the default. */
export const readState = (text: string | null): ListedState => (text === 'fixed' || text === 'kept' ? text : 'open')

export function readOrder(sort: string | null, descending: boolean): IssueOrder {
  if (sort === 'image') return 'image'
  return descending ? 'cleanest' : 'worst'
}

/** What a place lists. */
export function filterOf({ kind, state, q, sort, desc }: Pick<Place, 'kind' | 'state' | 'q' | 'sort' | 'desc'>): IssueFilter {
  return { kind, state: readState(state), text: q, order: readOrder(sort, desc) }
}
