import { useMemo, useState } from 'react'
import { type Frame, type Layout, layoutOf, type Look, panBy, reveal, WHOLE, zoomAt } from './layout'

export interface MatrixLook {
  readonly layout: Layout
  readonly isWhole: boolean
  readonly zoom: (factor: number, at: { readonly x: number; readonly y: number }) => void
  readonly pan: (dx: number, dy: number) => void
  /** Brings a cell into sight, large enough to read with `readable`. */
  readonly show: (row: number, column: number, readable?: boolean) => void
  readonly fit: () => void
}

/** Where one looks in the matrix: all of it until somebody zooms. */
export function useMatrixLook(frame: Frame): MatrixLook {
  const [look, setLook] = useState<Look>(WHOLE)
  const layout = useMemo(() => layoutOf(frame, look), [frame, look])
  const change = (next: (now: Layout) => Look): void => setLook((old) => next(layoutOf(frame, old)))
  return {
    layout,
    isWhole: layout.look.zoom === 1,
    zoom: (factor, at) => change((now) => zoomAt(now, at, factor)),
    pan: (dx, dy) => change((now) => panBy(now, dx, dy)),
    show: (row, column, readable) => change((now) => reveal(now, row, column, readable)),
    fit: () => setLook(WHOLE),
  }
}
