/** Which issues are ticked, kept in the URL: the same rows for who gets the address. */
import { useMemo } from 'react'
import { useGo, usePlace } from '@/state/place'
import {
  EVERYTHING,
  isSelected,
  NOTHING,
  readSelection,
  selectedCount,
  type SelectedRows,
  withRows,
  writeSelection,
} from '@/state/selection'

export interface Ticks {
  readonly rows: SelectedRows
  readonly isNone: boolean
  has(id: number): boolean
  /** How many of a list of `total`. */
  count(total: number): number
  set(ids: Iterable<number>, on: boolean): void
  all(): void
  none(): void
}

export function useTicks(): Ticks {
  const go = useGo()
  const sel = usePlace((place) => place.sel)
  return useMemo(() => {
    const rows = readSelection(sel)
    const write = (next: SelectedRows): void => go({ sel: writeSelection(next) }, { replace: true })
    return {
      rows,
      isNone: !rows.all && rows.ids.size === 0,
      has: (id) => isSelected(rows, id),
      count: (total) => selectedCount(rows, total),
      set: (ids, on) => write(withRows(rows, ids, on)),
      all: () => write(EVERYTHING),
      none: () => write(NOTHING),
    }
  }, [sel, go])
}
