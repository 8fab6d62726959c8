import { fetched } from '@/lib/code'

/** The code of each page: fetched when it is turned to, and that of the first one at once. */
export const PAGES = {
  overview: fetched(() => import('@/features/overview/overview-page')),
  explore: fetched(() => import('@/features/explore/explore-page')),
  issues: fetched(() => import('@/features/issues/issues-page')),
  models: fetched(() => import('@/features/models/models-page')),
  map: fetched(() => import('@/features/map/map-page')),
  review: fetched(() => import('@/features/review/review-page')),
  segments: fetched(() => import('@/features/segments/segments-page')),
  metrics: fetched(() => import('@/features/metrics/metrics-page')),
  autotags: fetched(() => import('@/features/autotag/autotags-page')),
  history: fetched(() => import('@/features/history/history-page')),
  settings: fetched(() => import('@/features/settings/settings-page')),
} as const
