/** The names in the URL; `metrics` is what stands there without one. */
export const TABS = [
  { value: 'metrics', label: 'Metrics' },
  { value: 'outliers', label: 'Outliers' },
  { value: 'drift', label: 'Drift' },
] as const

export type TabName = (typeof TABS)[number]['value']
