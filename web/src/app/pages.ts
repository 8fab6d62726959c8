/** The code of each page: fetched when it is turned to, and that of the first one at once. */
export const PAGES = {
  overview: () => import('@/features/overview/overview-page'),
  explore: () => import('@/features/explore/explore-page'),
  issues: () => import('@/features/issues/issues-page'),
  models: () => import('@/features/models/models-page'),
  map: () => import('@/features/map/map-page'),
  review: () => import('@/features/review/review-page'),
  segments: () => import('@/features/segments/segments-page'),
  metrics: () => import('@/features/metrics/metrics-page'),
  autotags: () => import('@/features/autotag/autotags-page'),
  history: () => import('@/features/history/history-page'),
  settings: () => import('@/features/settings/settings-page'),
} as const
