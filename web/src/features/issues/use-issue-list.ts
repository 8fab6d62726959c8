/** The issues of the list as they stand after what was decided in this sitting. */
import { useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { searchQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { isIssue, type IssueItem, type Scope, type SearchPage } from '@/api/types'
import { type IssueFilter, issueRequest, pageSize } from './issue-query'
import { hidden, NEW_SESSION, type Session } from './session'
import { isSame, settle } from './settle'

export interface IssueList {
  readonly items: readonly IssueItem[]
  /** Where the current issue stands; −1 only in an empty list. */
  readonly at: number
  readonly current: IssueItem | null
  /** Before the first answer nothing can be said about the list. */
  readonly isLoading: boolean
  readonly error: Error | null
  readonly retry: () => void
  readonly hasMore: boolean
  readonly loadMore: () => void
}

export function useIssueList(scope: Scope, filter: IssueFilter, session: Session, issue: number | null): IssueList {
  const pages = usePages(scope, filter)
  const [held, setHeld] = useState<Held>({ filter, items: [] })
  const before = held.filter === filter ? held.items : []
  // What was decided leaves the open ones; among the kept and the fixed it is welcome as soon as the server lists it.
  const news = filter.state === 'open' ? session : NEW_SESSION
  const items = listed(pages.loaded, news)
  const wanted = issue !== null && !items.some(({ id }) => id === issue) ? issue : null
  const lastSeen = before.find(({ id }) => id === wanted) ?? null
  const pinned = usePinned(scope, pages.isLoading ? null : wanted, { lastSeen, session: news, state: filter.state })
  const all = inOrder(filter, pinned === null ? items : [pinned, ...items], { before, issue })
  if (held.filter !== filter || !isSame(before.map(idOf), all.map(idOf))) setHeld({ filter, items: all })
  const at = placeOf(all, issue)
  return { ...pages, items: all, at, current: all[at] ?? null }
}

/** Where the current issue stands: first where none is named, or where it is not listed. */
function placeOf(items: readonly IssueItem[], issue: number | null): number {
  if (items.length === 0) return -1
  return issue === null ? 0 : Math.max(items.findIndex(({ id }) => id === issue), 0)
}

/** What was on screen, and of which list. */
interface Held {
  readonly filter: IssueFilter
  readonly items: readonly IssueItem[]
}

const idOf = ({ id }: IssueItem): number => id

interface Shown {
  readonly before: readonly IssueItem[]
  readonly issue: number | null
}

/** The items in an order in which nothing moves under the cursor; a spot check has an order of its own. */
function inOrder(filter: IssueFilter, items: readonly IssueItem[], { before, issue }: Shown): readonly IssueItem[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const order = filter.among ?? settle(before.map(idOf), items.map(idOf), issue ?? before[0]?.id ?? null)
  return order.flatMap((id) => byId.get(id) ?? [])
}

/** The pages that were asked for so far, from the first one on. */
function usePages(scope: Scope, filter: IssueFilter) {
  const transport = useTransport()
  const [depth, setDepth] = useState({ filter, pages: 1 })
  const pages = depth.filter === filter ? depth.pages : 1
  const answers = useQueries({
    queries: Array.from({ length: pages }, (_, page) => ({
      ...searchQuery(transport, issueRequest(scope, filter, page * pageSize(filter))),
      placeholderData: (before: SearchPage | undefined) => (standsIn(before, filter) ? before : undefined),
    })),
  })
  const [first] = answers
  const loadMore = useCallback(() => {
    setDepth((old) => ({ filter, pages: (old.filter === filter ? old.pages : 1) + 1 }))
  }, [filter])
  return {
    loaded: answers.map(({ data, dataUpdatedAt }) => ({ items: data?.items ?? [], at: dataUpdatedAt })),
    isLoading: first?.isPending ?? true,
    error: first?.error ?? null,
    retry: () => void first?.refetch(),
    hasMore: pages * pageSize(filter) < (first?.data?.total ?? 0),
    loadMore,
  }
}

/** Whether what was shown may stand until the answer is there; for a sample only if it holds all of it, else a key would judge another card than the first. */
function standsIn(before: SearchPage | undefined, { among }: IssueFilter): boolean {
  const shown = new Set((before?.items as readonly IssueItem[] | undefined)?.map(idOf))
  return among === null || among.every((id) => shown.has(id))
}

interface LoadedPage {
  readonly items: readonly unknown[]
  readonly at: number
}

/** Pages one after another, without what is decided, and without what moved between two pages while they were read. */
function listed(pages: readonly LoadedPage[], session: Session): readonly IssueItem[] {
  const seen = new Set<number>()
  return pages.flatMap(({ items, at }) => {
    const gone = hidden(session, at)
    return (items as IssueItem[]).filter((item) => {
      if (!isIssue(item) || gone.has(item.id) || seen.has(item.id)) return false
      seen.add(item.id)
      return true
    })
  })
}

interface Pin {
  /** The card as it was last on screen: it stays there until the server has said what it is now. */
  readonly lastSeen: IssueItem | null
  readonly session: Session
  readonly state: IssueFilter['state']
}

/** An issue that is current, or was asked for by its address, and lies deeper in the list than what is loaded. */
function usePinned(scope: Scope, issue: number | null, { lastSeen, session, state }: Pin): IssueItem | null {
  const request = useMemo(
    () => ({ ...scope, level: 'issue' as const, query: `id = ${issue ?? -1}`, limit: 1, descending: false, offset: 0 }),
    [scope, issue],
  )
  const { data, dataUpdatedAt } = useQuery({
    ...searchQuery(useTransport(), request),
    enabled: issue !== null,
  })
  const item = data === undefined ? lastSeen : (data.items[0] ?? null)
  if (issue === null || item === null || !isIssue(item) || item.state !== state) return null
  return hidden(session, dataUpdatedAt).has(item.id) ? null : item
}
