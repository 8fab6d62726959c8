/** Which rows of the current list are selected: some by id, or all results of the query but a few. */
import { create } from 'zustand'
import { readRanges, writeRanges } from '@/lib/id-ranges'

export interface SelectedRows {
  /** All results of the query, also those that were never loaded. `ids` are then the exceptions. */
  readonly all: boolean
  readonly ids: ReadonlySet<number>
}

export const NOTHING: SelectedRows = { all: false, ids: new Set() }
export const EVERYTHING: SelectedRows = { all: true, ids: new Set() }

export function isSelected({ all, ids }: SelectedRows, id: number): boolean {
  return ids.has(id) !== all
}

/** How many rows are selected out of `total`. */
export function selectedCount({ all, ids }: SelectedRows, total: number): number {
  return all ? Math.max(total - ids.size, 0) : ids.size
}

/** The selection with these rows set to `on`. */
export function withRows(rows: SelectedRows, some: Iterable<number>, on: boolean): SelectedRows {
  const ids = new Set(rows.ids)
  for (const id of some) {
    if (on !== rows.all) ids.add(id)
    else ids.delete(id)
  }
  return { all: rows.all, ids }
}

/** Longer selections stay in this window and do not go into the URL. */
const LONGEST = 1_500

/** As text for the URL: `3,8-12`, `*` for all, `*!3` for all but some. */
export function writeSelection({ all, ids }: SelectedRows): string {
  const text = writeRanges(ids)
  const whole = all ? (text === '' ? '*' : `*!${text}`) : text
  return whole.length > LONGEST ? '' : whole
}

export function readSelection(text: string): SelectedRows {
  if (text.startsWith('*')) return { all: true, ids: readRanges(text.slice(2)) }
  return text === '' ? NOTHING : { all: false, ids: readRanges(text) }
}

interface SelectionState {
  readonly rows: SelectedRows
}

export const useSelection = create<SelectionState>(() => ({ rows: NOTHING }))

/** Replaces the selection. */
export function select(rows: SelectedRows): void {
  useSelection.setState({ rows })
}

/** Is anything selected? */
export function hasSelection(): boolean {
  const { rows } = useSelection.getState()
  return rows.all || rows.ids.size > 0
}
