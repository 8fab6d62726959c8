/** The names in the URL; `metrics` is what stands there without one. */
export const TABS = [
  { value: 'metrics', label: 'Metrics' },
  { value: 'outliers', label: 'Outliers' },
  { value: 'duplicates', label: 'Duplicates' },
  { value: 'mislabels', label: 'Mislabels' },
  { value: 'drift', label: 'Drift' },
  { value: 'balance', label: 'Balance' },
  { value: 'edge', label: 'Edge cases' },
  { value: 'embeddings', label: 'Embeddings' },
] as const

export type TabName = (typeof TABS)[number]['value']
