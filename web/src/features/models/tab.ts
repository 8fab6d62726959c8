/** What every tab of the Models page is given, and how it speaks to the page. Results are shown beneath each of them. */

import type { ComparedShape } from '@/api/types'

/** A dataset and a run of it: the page shows its tabs only where there is one. */
export interface RunScope {
  readonly dataset: number
  readonly run: number
}

export interface Thresholds {
  readonly iou: number
  readonly confidence: number
  /** What of a label and a prediction is compared. */
  readonly shape: ComparedShape
}

/** Which results a mark in a plot stands for. What is not named stays as it is. */
export interface ItemsDoor {
  /** Lit cells as `cells-text` writes them: `fp`, `fn`, `duplicates`, `confusions`, `correct`; empty for all of them. */
  readonly cells?: string
  /** The slice: an image query in place of the present one. */
  readonly query?: string
  /**
   * Only results of some objects, in all the slice: a query at a level (`prediction: score < 0.4`), a kind of error
   * (`error: loc`) or the reason why a prediction is wrong (`reason: taken`). Without it: of all objects.
   */
  readonly within?: string
  readonly iou?: number
  readonly confidence?: number
}

export interface TabProps {
  readonly scope: RunScope
  readonly thresholds: Thresholds
  /** The slice: an image query, empty for all images. */
  readonly query: string
  /** Shows the results behind a mark, beneath the tab. */
  readonly onOpenItems: (door: ItemsDoor) => void
}

/** The names in the URL. `matrix` is the page's own; each other tab is `tabs/<name>-tab.tsx`, exporting `<Name>Tab`. */
export const TABS = [
  { value: 'matrix', label: 'Matrix' },
  { value: 'curves', label: 'Curves' },
  { value: 'errors', label: 'Errors (TIDE)' },
  { value: 'metric', label: 'By metric' },
  { value: 'calibration', label: 'Calibration' },
  { value: 'compare', label: 'Compare runs' },
] as const

export type TabName = (typeof TABS)[number]['value']
