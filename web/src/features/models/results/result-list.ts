/** The list of results: how it is asked for, in which order, and how a row of it is named. */
import type { ResultIds, ResultItem, ResultOrder, ResultsChoice, ResultsRequest } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'
import { PAGE_SIZE } from '@/lib/row-pages'
import type { SequenceEntry } from '@/state/sequence'
import { isSelected, type SelectedRows } from '@/state/selection'

export const ORDERS = [
  { value: 'confidence-down', label: 'Confidence ↓', order: 'confidence', descending: true },
  { value: 'confidence-up', label: 'Confidence ↑', order: 'confidence', descending: false },
  { value: 'iou-down', label: 'IoU ↓', order: 'iou', descending: true },
  { value: 'iou-up', label: 'IoU ↑', order: 'iou', descending: false },
  { value: 'size-down', label: 'Size ↓', order: 'size', descending: true },
  { value: 'size-up', label: 'Size ↑', order: 'size', descending: false },
  { value: 'loss', label: 'Loss', order: 'loss', descending: true },
  // 0 is the worst.
  { value: 'issue', label: 'Issue score', order: 'issue_score', descending: false },
] as const satisfies readonly { value: string; label: string; order: ResultOrder; descending: boolean }[]

export type OrderName = (typeof ORDERS)[number]['value']

export interface ResultList {
  readonly run: number
  readonly choice: ResultsChoice
  readonly order: OrderName
}

/** The request for one page of the list. */
export function pageOfResults({ choice, order }: ResultList, page: number): ResultsRequest {
  const { order: by, descending } = ORDERS.find(({ value }) => value === order) ?? ORDERS[0]
  return { ...choice, order: by, descending, limit: PAGE_SIZE, offset: page * PAGE_SIZE }
}

/** One number for a label or a prediction, so that a list of both has one selection: even for labels, odd for predictions. */
export const rowKey = ({ level, id }: Pick<ResultItem, 'level' | 'id'>): number => 2 * id + (level === 'prediction' ? 1 : 0)

/** The labels and predictions among selected rows that are named one by one. */
export function namedIds(keys: Iterable<number>): ResultIds {
  const all = [...keys].sort((a, b) => a - b)
  const pick = (remainder: number): number[] => all.filter((key) => key % 2 === remainder).map((key) => (key - remainder) / 2)
  return { annotation: pick(0), prediction: pick(1) }
}

/** The selected ones of all results of a filter. */
export function selectedIds(rows: SelectedRows, all: ResultIds): ResultIds {
  return {
    annotation: all.annotation.filter((id) => isSelected(rows, rowKey({ level: 'annotation', id }))),
    prediction: all.prediction.filter((id) => isSelected(rows, rowKey({ level: 'prediction', id }))),
  }
}

/** What opens when the row is opened. */
export function entryOf(item: ResultItem | undefined): SequenceEntry | null {
  const object = item?.label ?? item?.prediction
  if (item === undefined) return null
  return { image: item.image.id, object: object == null ? null : shapeId(object), picture: item.image }
}
