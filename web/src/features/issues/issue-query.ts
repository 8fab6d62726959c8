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
  /** Only these, in this order; null: all, ranked. */
  readonly among: readonly number[] | null
}

/** By what judging brings; by the chance alone; all suspects of an image together. */
export type IssueOrder = 'benefit' | 'chance' | 'image'

export const PAGE = 50

const SORTS: Readonly<Record<IssueOrder, { readonly sort: string; readonly descending: boolean }>> = {
  benefit: { sort: 'benefit', descending: true },
  chance: { sort: 'chance', descending: true },
  image: { sort: 'image.id', descending: false },
}

/** A spot check is one page, so that it can be put into its own order. */
export const pageSize = ({ among }: IssueFilter): number => (among === null ? PAGE : 1000)

/** The query text of a filter. */
export function issueQueryText({ kind, state, text }: Pick<IssueFilter, 'kind' | 'state' | 'text'>): string {
  const clauses = [`state = "${state}"`]
  if (kind !== null) clauses.unshift(`kind = ${JSON.stringify(kind)}`)
  if (text.trim() !== '') clauses.push(`(${text.trim()})`)
  return clauses.join(' and ')
}

export function issueRequest(scope: Scope, filter: IssueFilter, offset: number, limit = pageSize(filter)): SearchRequest {
  return { ...scope, level: 'issue', query: issueQueryText(filter), ...SORTS[filter.order], limit, offset }
}

/** Reads what the URL says of state and order; anything else is the default. */
export const readState = (text: string | null): ListedState => (text === 'fixed' || text === 'kept' ? text : 'open')

export const readOrder = (sort: string | null): IssueOrder => (sort === 'image' || sort === 'chance' ? sort : 'benefit')

/** What a place lists; `among` are the suspects of a spot check, in the order to judge them. */
export function filterOf({ kind, state, q, sort }: Pick<Place, 'kind' | 'state' | 'q' | 'sort'>): IssueFilter {
  return { kind, state: readState(state), text: q, order: readOrder(sort), among: null }
}

/** The suspects of a spot check that are left: of every kind, and nothing else. */
export function checkFilter(left: readonly number[]): IssueFilter {
  const text = `id in (${left.length === 0 ? -1 : left.join(', ')})`
  return { kind: null, state: 'open', text, order: 'chance', among: left }
}
