/** The issues of the list as they stand after what was decided in this sitting. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { searchQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { isIssue, type IssueItem, type Scope } from '@/api/types'
import { type IssueFilter, issueRequest, PAGE } from './issue-query'
import { hidden, NEW_SESSION, type Session } from './session'

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
  // What was decided leaves the open ones; among the kept and the fixed it is welcome as soon as the server lists it.
  const news = filter.state === 'open' ? session : NEW_SESSION
  const items = listed(pages.loaded, news)
  const wanted = issue !== null && !items.some(({ id }) => id === issue) ? issue : null
  const pinned = usePinned(scope, pages.isLoading ? null : wanted, news, filter.state)
  const all = pinned === null ? items : [pinned, ...items]
  const found = issue === null ? 0 : Math.max(indexOf(all, issue), 0)
  const at = all.length === 0 ? -1 : found
  return { ...pages, items: all, at, current: all[at] ?? null }
}

const indexOf = (items: readonly IssueItem[], id: number): number => items.findIndex((item) => item.id === id)

/** The pages that were asked for so far, from the first one on. */
function usePages(scope: Scope, filter: IssueFilter) {
  const transport = useTransport()
  const [depth, setDepth] = useState({ filter, pages: 1 })
  const pages = depth.filter === filter ? depth.pages : 1
  const answers = useQueries({
    queries: Array.from({ length: pages }, (_, page) => ({
      ...searchQuery(transport, issueRequest(scope, filter, page * PAGE)),
      placeholderData: keepPreviousData,
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
    hasMore: pages * PAGE < (first?.data?.total ?? 0),
    loadMore,
  }
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

/** An issue that was asked for by its address and lies deeper in the list than what is loaded: shown on top. */
function usePinned(
  scope: Scope,
  issue: number | null,
  session: Session,
  state: IssueFilter['state'],
): IssueItem | null {
  const request = useMemo(
    () => ({ ...scope, level: 'issue' as const, query: `id = ${issue ?? -1}`, limit: 1, descending: false, offset: 0 }),
    [scope, issue],
  )
  const { data, dataUpdatedAt } = useQuery({
    ...searchQuery(useTransport(), request),
    enabled: issue !== null,
  })
  const item = data?.items[0]
  if (issue === null || item === undefined || !isIssue(item) || item.state !== state) return null
  return hidden(session, dataUpdatedAt).has(item.id) ? null : item
}
