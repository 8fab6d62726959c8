import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { useWheel } from '@/canvas/use-wheel'
import { useSize } from '@/lib/use-size'
import type { ClassBook } from '@/state/class-book'
import type { Lit, Spot } from '../cells/cells-text'
import type { Lines } from './arrangement'
import { moveCursor } from './cursor'
import { FONT, headerSize } from './headers'
import { type Frame, type Hit, naturalHeight } from './layout'
import { columnName, type Matrix, rowName, type Share } from './matrix'
import { MatrixCanvas } from './matrix-canvas'
import { MatrixFoot } from './matrix-foot'
import { MatrixTip } from './matrix-tip'
import { MatrixTable } from './matrix-table'
import { spotWords } from './matrix-words'
import styles from './matrix.module.css'
import { useMatrixLook } from './use-matrix-look'
import { useMatrixPointer } from './use-matrix-pointer'

interface MatrixViewProps {
  readonly matrix: Matrix
  readonly lines: Lines
  readonly share: Share
  readonly lit: Lit
  readonly classes: ClassBook
  /** Lights this alone, or adds it to what is lit. */
  readonly onChoose: (spot: Spot, adds: boolean) => void
  readonly onClear: () => void
  /** Controls at its foot. */
  readonly children: ReactNode
}

/** The confusion matrix: zoomed with the wheel, dragged, lit by clicks or by keys. */
export function MatrixView({ matrix, lines, share, lit, classes, onChoose, onClear, children }: MatrixViewProps) {
  const [sizeRef, size] = useSize()
  const frame = useFrame(matrix, lines, size)
  const look = useMatrixLook(frame)
  const box = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<Hit | null>(null)
  const [focused, setFocused] = useState(false)
  const spotAt = ({ row, column }: Hit): Spot => [row === null ? null : (lines.rows[row] ?? 0), column === null ? null : (lines.columns[column] ?? 0)]
  const choose = (hit: Hit, adds: boolean): void => {
    setCursor(hit)
    onChoose(spotAt(hit), adds)
  }
  const { pointed, handlers } = useMatrixPointer(look, choose)
  useWheel(box, look.zoom)
  const moveTo = (hit: Hit): void => {
    setCursor(hit)
    look.show(hit.row ?? 0, hit.column ?? 0)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const moved = moveCursor(cursor, event.key, frame)
    const middle = { x: (frame.headerWidth + frame.width) / 2, y: (frame.headerHeight + frame.height) / 2 }
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      Enter: () => cursor !== null && choose(cursor, event.shiftKey),
      Escape: lit.text === '' ? undefined : onClear,
      '+': () => look.zoom(1.4, middle),
      '-': () => look.zoom(1 / 1.4, middle),
      '0': look.fit,
    }
    const act = moved === null ? acts[event.key] : () => moveTo(moved)
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const findClass = (place: number): void => {
    const hit = { row: lines.rows.indexOf(place), column: lines.columns.indexOf(place) }
    setCursor(hit)
    look.show(hit.row, hit.column, true)
    box.current?.focus()
  }
  const said = pointed ?? (focused ? cursor : null)
  const described = spotAt(cursor ?? { row: 0, column: 0 })
  const drawing = { layout: look.layout, matrix, lines, share, lit, upright: frame.upright, mark: (place: number) => classes.look(matrix.classes[place]?.id ?? null), pointed, cursor: focused ? cursor : null }
  return (
    <>
      <div className={styles.room} ref={sizeRef} style={{ maxHeight: naturalHeight(lines.rows.length, frame.headerHeight) }}>
        <div
          ref={box}
          className={styles.matrix}
          role="grid"
          aria-label="Confusion matrix"
          aria-rowcount={frame.rows}
          aria-colcount={frame.columns}
          aria-multiselectable="true"
          aria-activedescendant="matrix-cell"
          tabIndex={0}
          onKeyDown={press}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          {...handlers}
        >
          <MatrixCanvas drawing={drawing} />
          <MatrixTip hit={said} layout={look.layout} words={said === null ? '' : spotWords(spotAt(said), matrix)} />
          <div role="row" className="visually-hidden">
            <span id="matrix-cell" role="gridcell" aria-selected={isLitWhole(lit, described)} aria-rowindex={(cursor?.row ?? 0) + 1} aria-colindex={(cursor?.column ?? 0) + 1}>
              {spotWords(described, matrix)}
            </span>
          </div>
        </div>
      </div>
      <MatrixTable matrix={matrix} lines={lines} />
      <MatrixFoot matrix={matrix} classes={classes} look={look} onFind={findClass}>
        {children}
      </MatrixFoot>
    </>
  )
}

const isLitWhole = ({ isLit }: Lit, [row, column]: Spot): boolean => row !== null && column !== null && isLit(row, column)

/** The room that names take, and what is left for cells. */
function useFrame(matrix: Matrix, lines: Lines, { width, height }: { readonly width: number; readonly height: number }): Frame & { readonly upright: boolean } {
  const { classes } = matrix
  const header = useMemo(() => {
    const rowNames = lines.rows.map((row) => rowName({ classes }, row))
    const columnNames = lines.columns.map((column) => columnName({ classes }, column))
    return headerSize(rowNames, columnNames, width, measure)
  }, [classes, lines, width])
  return useMemo(
    () => ({ width, height, headerWidth: header.width, headerHeight: header.height, upright: header.upright, rows: lines.rows.length, columns: lines.columns.length, extraRows: lines.rows.length - classes.length, extraColumns: 1 }),
    [width, height, header, lines, classes],
  )
}

const ruler = { context: undefined as CanvasRenderingContext2D | null | undefined, known: new Map<string, number>() }

/** How wide a text is; about that where there is no canvas. */
function measure(text: string): number {
  const known = ruler.known.get(text)
  if (known !== undefined) return known
  ruler.context ??= document.createElement('canvas').getContext('2d')
  if (ruler.context === null) return text.length * 6.5
  ruler.context.font = FONT
  const { width } = ruler.context.measureText(text)
  ruler.known.set(text, width)
  return width
}
