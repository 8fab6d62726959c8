import { useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { PageQuery } from '@/api/queries'
import { PAGE_SIZE, pagesFor } from '@/lib/row-pages'

/** One page of a list, as the server answers. */
export interface RowPage<Row> {
  readonly total: number
  readonly items: readonly Row[]
}

export interface Rows<Spec, Row> {
  /** What is shown now: the question that was asked, or the one before it while its answer is under way. */
  readonly spec: Spec
  /** Null before the first answer. */
  readonly total: number | null
  /** Undefined while its page is under way. */
  readonly item: (index: number) => Row | undefined
  /** Are the pictures on screen there? Then the rows beyond are worth their time. */
  readonly isThere: boolean
  /** Is the first page of the question under way? */
  readonly isAsking: boolean
  /** Says which rows are on screen; their pages and the next one are fetched. */
  readonly show: (first: number, last: number) => void
  /** Why the question could not be answered; what was shown before is then still shown. */
  readonly error: Error | null
  readonly retry: () => void
}

/** The rows of a question, page by page as they come on screen, and one page ahead once the pictures of the list `there` are there. */
export function useRows<Spec, Row>(spec: Spec, there: Spec | null, query: (spec: Spec, page: number) => PageQuery<RowPage<Row>>): Rows<Spec, Row> {
  const [shown, setShown] = useState(spec)
  const [range, setRange] = useState<readonly [number, number]>([0, PAGE_SIZE - 1])
  const head = useQuery({ ...query(spec, 0), placeholderData: (before: RowPage<Row> | undefined) => before })
  // The old rows stay until the first page of the new ones is there: no flash, no skeletons between two answers.
  if (shown !== spec && head.data !== undefined && !head.isPlaceholderData) {
    setShown(spec)
    setRange([0, PAGE_SIZE - 1])
  }
  const knownTotal = head.isPlaceholderData ? Number.POSITIVE_INFINITY : (head.data?.total ?? PAGE_SIZE)
  const ahead = there === shown
  const wanted = useMemo(() => pagesFor(range, Math.min(knownTotal, Number.MAX_SAFE_INTEGER), ahead), [range, knownTotal, ahead])
  const pages = useQueries({
    queries: wanted.map((page) => ({ ...query(shown, page), enabled: head.data !== undefined })),
    combine: (answers) => new Map(answers.map(({ data }, index) => [wanted[index] ?? 0, data])),
  })
  const item = useCallback(
    (index: number): Row | undefined => pages.get(Math.floor(index / PAGE_SIZE))?.items[index % PAGE_SIZE],
    [pages],
  )
  const show = useCallback((first: number, last: number) => {
    setRange((old) => {
      const same = Math.floor(old[0] / PAGE_SIZE) === Math.floor(first / PAGE_SIZE) && Math.floor(old[1] / PAGE_SIZE) === Math.floor(last / PAGE_SIZE)
      return same ? old : [first, last]
    })
  }, [])
  return {
    spec: shown,
    total: totalOf(pages) ?? (head.isPlaceholderData ? null : (head.data?.total ?? null)),
    item,
    isThere: ahead,
    isAsking: head.isPlaceholderData || head.isPending,
    show,
    error: head.error,
    retry: () => void head.refetch(),
  }
}

function totalOf(pages: ReadonlyMap<number, { readonly total: number } | undefined>): number | null {
  for (const page of pages.values()) if (page !== undefined) return page.total
  return null
}
