/** Questions about versions and about what happened to a label. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { keys } from './queries'
import type { Transport } from './transport/transport'
import type { DiffQuestion, FixQuestion, VersionDiff } from './version-types'

export const versionsQuery = (transport: Transport) =>
  queryOptions({ queryKey: [...keys.all, 'versions'], queryFn: ({ signal }) => transport.versions(signal) })

export const diffQuery = (transport: Transport, question: DiffQuestion) =>
  queryOptions({
    queryKey: [...keys.all, 'version-diff', question],
    queryFn: ({ signal }) => transport.versionDiff(question, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

const PAGE = 24

/** The same page by page: the first tells what differs, and all of them which images do. */
export const diffPagesQuery = (transport: Transport, question: Omit<DiffQuestion, 'offset' | 'limit'>) =>
  infiniteQueryOptions({
    queryKey: [...keys.all, 'version-diff-pages', question],
    queryFn: ({ pageParam, signal }) => transport.versionDiff({ ...question, offset: pageParam, limit: PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => (pages.length * PAGE < total ? pages.length * PAGE : undefined),
    select: ({ pages }): VersionDiff => pages.reduce((all, { images }) => ({ ...all, images: [...all.images, ...images] })),
    placeholderData: keepPreviousData,
    retry: false,
  })

/** What an answer whether fixes helped would rest on; an error says what is lacking. */
export const fixPlanQuery = (transport: Transport, question: FixQuestion) =>
  queryOptions({ queryKey: [...keys.all, 'fix-plan', question], queryFn: ({ signal }) => transport.fixPlan(question, signal), retry: false })

export const labelHistoryQuery = (transport: Transport, id: number) =>
  queryOptions({ queryKey: [...keys.all, 'label-history', id], queryFn: ({ signal }) => transport.labelHistory(id, signal), retry: false })
