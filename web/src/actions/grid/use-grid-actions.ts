import type { Action } from '../action'
import { useActions } from '../registry'
import type { Size } from '@/lib/use-size'
import { number } from '@/lib/words'
import { EVERYTHING, hasSelection, isSelected, NOTHING, select, useSelection, withRows } from '@/state/selection'
import { type CursorMove, type Geometry, moveCursor, span } from '@/math/tiles'

interface GridActionOptions {
  readonly grid: Geometry
  readonly total: number
  readonly size: Size
  readonly cursor: number | null
  readonly anchor: number
  readonly idAt: (index: number) => number | undefined
  readonly onMove: (index: number) => void
  readonly onAnchor: (index: number) => void
  readonly onOpen: (index: number) => void
  /** What else can be done with the row under the cursor. */
  readonly more: (id: number) => readonly Action[]
}

const MOVES: readonly (readonly [CursorMove, string, string, string])[] = [
  ['left', 'ArrowLeft', 'Previous', 'Move'],
  ['right', 'ArrowRight', 'Next', 'Move'],
  ['up', 'ArrowUp', 'Up a row', 'Move'],
  ['down', 'ArrowDown', 'Down a row', 'Move'],
  ['pageUp', 'PageUp', 'Up a screen', 'Move a screen'],
  ['pageDown', 'PageDown', 'Down a screen', 'Move a screen'],
  ['first', 'Home', 'First', 'First, last'],
  ['last', 'End', 'Last', 'First, last'],
]

/** The whole grid by keyboard. */
export function useGridActions(options: GridActionOptions): void {
  const { grid, total, size, cursor, anchor, idAt, onMove, onAnchor, onOpen, more } = options
  const visibleRows = Math.floor(size.height / grid.rowHeight)
  const target = (move: CursorMove): number => {
    if (cursor === null && move !== 'last') return 0
    return moveCursor(cursor ?? 0, move, grid, { total, visibleRows })
  }
  const some = total > 0
  const step = (move: CursorMove): void => {
    const index = target(move)
    onMove(index)
    onAnchor(index)
  }
  const extend = (move: CursorMove): void => {
    const index = target(move)
    onMove(index)
    const ids = span(anchor, index).map(idAt).filter((id) => id !== undefined)
    select(withRows(useSelection.getState().rows, ids, true))
  }
  const toggle = (): void => {
    const id = cursor === null ? undefined : idAt(cursor)
    const { rows } = useSelection.getState()
    if (id !== undefined) select(withRows(rows, [id], !isSelected(rows, id)))
  }
  const moves = MOVES.flatMap(([move, key, label, family]): Action[] => [
    { id: `grid.${move}`, label, family, group: 'Grid', keys: [key], keyOnly: true, when: () => some, perform: () => step(move) },
    { id: `grid.extend.${move}`, label: `${label}, selecting`, family: 'Select while moving', group: 'Selection', keys: [`shift+${key}`], keyOnly: true, when: () => some, perform: () => extend(move) },
  ])
  const current = cursor === null ? undefined : idAt(cursor)
  useActions([
    ...moves,
    ...(current === undefined ? [] : more(current)),
    { id: 'grid.open', label: 'Open', group: 'Grid', keys: ['Enter'], keyOnly: true, when: () => cursor !== null, perform: () => void (cursor !== null && onOpen(cursor)) },
    { id: 'grid.select', label: 'Select or unselect', group: 'Selection', keys: ['space'], keyOnly: true, when: () => cursor !== null, perform: toggle },
    { id: 'grid.all', label: `Select all ${number(total)}`, group: 'Selection', keys: ['mod+a'], when: () => some, perform: () => select(EVERYTHING) },
    { id: 'grid.none', label: 'Clear the selection', group: 'Selection', keys: ['Escape'], when: hasSelection, perform: () => select(NOTHING) },
  ])
}
