/** The states of a segment in words and in order. */
import type { SegmentState } from '@/api/segment-types'
import type { Segment } from '@/api/types'
import { amount } from '@/lib/words'

export const STATE_NAMES: Readonly<Record<SegmentState, string>> = {
  triage: 'Triage',
  backlog: 'Backlog',
  in_progress: 'In progress',
  in_review: 'In review',
  resolved: 'Resolved',
  ignored: 'Ignored',
  cancelled: 'Cancelled',
}

/** What a column of the board says when it is empty. */
export const STATE_MEANINGS: Readonly<Record<SegmentState, string>> = {
  triage: 'Nobody has decided yet',
  backlog: 'Worth doing, later',
  in_progress: 'Somebody is at it',
  in_review: 'Done, and being looked at',
  resolved: 'Done',
  ignored: 'Needs nothing',
  cancelled: 'Not done any more',
}

export const STATES = Object.keys(STATE_NAMES) as SegmentState[]

/** What is done of a list of items, 0 to 1; null where nobody works item by item. */
export function doneShare({ kind, items, done, total }: Segment): number | null {
  const isWork = done > 0 || kind === 'data_quality'
  return items === null || !isWork || !total ? null : done / total
}

/** "75 labels"; for a query that does not work any more, that. */
export function sizeWords({ total, level }: Segment): string {
  if (total === null) return 'its query does not work any more'
  return amount(total, { image: 'image', annotation: 'label', prediction: 'prediction', issue: 'suspect' }[level])
}

/** Where an item stands: what is wrong with it, or that it is done. */
export function itemWords({ error, done }: { readonly error: string | null; readonly done: 'checked' | 'gone' | null }): string {
  if (done === 'checked') return 'done'
  if (done === 'gone') return 'done: error gone'
  return error === null ? '' : error.replaceAll('_', ' ')
}
