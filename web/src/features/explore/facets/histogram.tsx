import { type PointerEvent, useMemo, useRef, useState } from 'react'
import type { Bins } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { measure, number } from '@/lib/words'
import { barHeights, type Brush } from '@/lib/bins'
import styles from './facets.module.css'

interface HistogramProps {
  readonly title: string
  readonly unit: string
  readonly bins: Bins
  readonly brush: Brush | null
  /** Where the rows on screen stand, and the one that is pointed at; null where neither is known. */
  readonly place?: ValuePlace | null
  /** Null clears. */
  readonly onBrush: (brush: Brush | null) => void
}

/** Values of rows: the range of those on screen, and that of the row that is pointed at. */
export interface ValuePlace {
  readonly shown: readonly [number, number] | null
  readonly pointed: number | null
}

const ordered = (a: number, b: number): Brush => ({ first: Math.min(a, b), last: Math.max(a, b) })

/** How values are spread: within the query, before the whole set. Drag or click to choose a range. */
export function Histogram({ title, unit, bins, brush, place = null, onBrush }: HistogramProps) {
  const [held, setHeld] = useState<{ from: number; to: number } | null>(null)
  const [hovered, setHovered] = useState<number | null>(null)
  const plot = useRef<HTMLDivElement>(null)
  const lit = held === null ? brush : ordered(held.from, held.to)
  const count = bins.counts.length
  const share = useMemo(() => barHeights(bins.totals), [bins.totals])

  const barAt = (event: PointerEvent): number => {
    const box = plot.current?.getBoundingClientRect()
    if (box === undefined) return 0
    return Math.min(Math.max(Math.floor(((event.clientX - box.left) / box.width) * count), 0), count - 1)
  }
  const finish = (): void => {
    if (held === null) return
    setHeld(null)
    const next = ordered(held.from, held.to)
    const isSame = brush !== null && next.first === brush.first && next.last === brush.last
    // A click on the bar that alone is lit puts it out.
    onBrush(isSame && next.first === next.last ? null : next)
  }
  return (
    <>
      <div
        ref={plot}
        className={styles.plot}
        role="presentation"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setHeld({ from: barAt(event), to: barAt(event) })
        }}
        onPointerMove={(event) => {
          const bar = barAt(event)
          setHovered(bar)
          setHeld((old) => old && { ...old, to: bar })
        }}
        onPointerUp={finish}
        onPointerCancel={() => setHeld(null)}
        onPointerLeave={() => setHovered(null)}
      >
        {bins.counts.map((value, index) => (
          <span key={bins.edges[index]} className={classNames(styles.column, lit !== null && index >= lit.first && index <= lit.last && styles.lit)}>
            <i className={styles.total} style={{ height: height(share(bins.totals[index] ?? 0)) }} />
            <i className={styles.within} style={{ height: height(share(value)) }} />
          </span>
        ))}
        {place !== null && <Place bins={bins} place={place} />}
      </div>
      <div className={styles.axis}>
        <span>{measure(bins.edges[lit?.first ?? 0] ?? 0)}</span>
        {hovered !== null && held === null && <span className={styles.told}>{tell(bins, hovered)}</span>}
        <span>
          {measure(bins.edges[lit === null ? count : lit.last + 1] ?? 0)} {unit}
        </span>
      </div>
      <BrushKeys title={title} bins={bins} brush={brush} onBrush={onBrush} />
    </>
  )
}

/** Where the list stands: a line under the values on screen, and a mark at the row that is pointed at. */
function Place({ bins: { edges }, place: { shown, pointed } }: { readonly bins: Bins; readonly place: ValuePlace }) {
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1]
  const share = (value: number): number => Math.min(Math.max((value - low) / (high - low || 1), 0), 1) * 100
  return (
    <>
      {shown !== null && (
        <i className={styles.shown} data-place="shown" style={{ left: `${share(shown[0])}%`, width: `max(3px, ${share(shown[1]) - share(shown[0])}%)` }} />
      )}
      {pointed !== null && (
        <i className={styles.pointed} data-place="pointed" style={{ left: `${share(pointed)}%` }}>
          <b className={share(pointed) > 60 ? styles.before : undefined}>{measure(pointed)}</b>
        </i>
      )}
    </>
  )
}

// A bar that is not empty is always seen.
const height = (share: number): string => (share === 0 ? '0' : `max(2px, ${100 * share}%)`)

function tell({ counts, totals, edges }: Bins, bar: number): string {
  const [within, total] = [counts[bar] ?? 0, totals[bar] ?? 0]
  const shown = within === total ? number(total) : `${number(within)} of ${number(total)}`
  return `${shown} from ${measure(edges[bar] ?? 0)}`
}

/** The same by keyboard: the two ends of the range as sliders, seen when they have the focus. */
function BrushKeys({ title, bins, brush, onBrush }: Omit<HistogramProps, 'unit' | 'place'>) {
  const last = bins.counts.length - 1
  const now = brush ?? { first: 0, last }
  const end = (name: string, value: number, move: (bar: number) => Brush) => (
    <input
      type="range"
      className={styles.end}
      aria-label={`${title}, ${name}`}
      aria-valuetext={measure(bins.edges[name === 'to' ? value + 1 : value] ?? 0)}
      min={0}
      max={last}
      step={1}
      value={value}
      onChange={(event) => onBrush(move(event.currentTarget.valueAsNumber))}
      onKeyDown={(event) => {
        if (event.key === 'Delete' || event.key === 'Backspace') onBrush(null)
      }}
    />
  )
  return (
    <div className={styles.ends}>
      {end('from', now.first, (bar) => ({ first: Math.min(bar, now.last), last: now.last }))}
      {end('to', now.last, (bar) => ({ first: now.first, last: Math.max(bar, now.first) }))}
    </div>
  )
}
