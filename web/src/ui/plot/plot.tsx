import { type ReactNode, useMemo, useState } from 'react'
import { classNames } from '@/lib/class-names'
import { useSize } from '@/lib/use-size'
import { type Frame, FrameContext, MARGIN } from './frame'
import styles from './plot.module.css'
import { linearScale, niceTicks, tickTexts } from './scale'

export interface Tick {
  readonly at: number
  readonly text: string
}

export interface Axis {
  readonly title: string
  readonly domain: readonly [number, number]
  /** Round numbers without it. */
  readonly ticks?: readonly Tick[]
}

interface PlotProps {
  /** What a screen reader calls it. */
  readonly label: string
  readonly x: Axis
  readonly y: Axis
  readonly height: number
  /** Lines, bands, marks, handles: they draw in the values of the axes. */
  readonly children: ReactNode
  readonly className?: string | undefined
}

function ticksOf({ domain, ticks }: Axis, count: number): readonly Tick[] {
  if (ticks !== undefined) return ticks
  const round = niceTicks(domain[0], domain[1], count)
  const texts = tickTexts(round)
  return round.map((at, index) => ({ at, text: texts[index] ?? '' }))
}

/** Two axes with hairlines at round numbers, as wide as there is room. What is in it shares its scales. */
export function Plot({ label, x, y, height, children, className }: PlotProps) {
  const [ref, size] = useSize()
  const [sheet, setSheet] = useState<HTMLElement | null>(null)
  const width = size.width - MARGIN.left - MARGIN.right
  const inner = height - MARGIN.top - MARGIN.bottom
  const [left, right] = x.domain
  const [low, high] = y.domain
  const frame = useMemo(
    (): Frame => ({
      x: linearScale([left, right], [0, width]),
      y: linearScale([low, high], [inner, 0]),
      width,
      height: inner,
      sheet,
    }),
    [left, right, low, high, width, inner, sheet],
  )
  return (
    <div ref={ref} className={classNames(styles.plot, className)} style={{ height }}>
      {width > 0 && (
        <svg className={styles.drawing} width={size.width} height={height} role="group" aria-label={label}>
          <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            <FrameContext value={frame}>
              <Axes frame={frame} x={x} y={y} />
              {children}
            </FrameContext>
          </g>
        </svg>
      )}
      <div ref={setSheet} className={styles.sheet} style={{ left: MARGIN.left, top: MARGIN.top }} />
    </div>
  )
}

// Of a letter at the size of ticks, on average.
const LETTER_PX = 6.2
const GAP_PX = 8

/** Which ticks are told, so that no text runs into the one before. */
function apart(ticks: readonly Tick[], { x }: Frame): readonly (Tick & { readonly isTold: boolean })[] {
  let free = -Infinity
  return ticks.map((tick) => {
    const half = (tick.text.length * LETTER_PX) / 2
    const isTold = x.at(tick.at) - half >= free
    if (isTold) free = x.at(tick.at) + half + GAP_PX
    return { ...tick, isTold }
  })
}

function Axes({ frame, x, y }: { readonly frame: Frame; readonly x: Axis; readonly y: Axis }) {
  // Bars that hang down hang from 0.
  const base = y.domain[0] < 0 && y.domain[1] > 0 ? frame.y.at(0) : frame.height
  return (
    <g aria-hidden="true" className={styles.axes}>
      {ticksOf(y, 5).map(({ at, text }) => (
        <g key={at} transform={`translate(0 ${frame.y.at(at)})`}>
          <line className={styles.grid} x2={frame.width} />
          <text x={-8} dy="0.32em" textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {apart(ticksOf(x, Math.max(2, Math.floor(frame.width / 70))), frame).map(({ at, text, isTold }) => (
        <g key={at} transform={`translate(${frame.x.at(at)} ${frame.height})`}>
          <line className={styles.tick} y2={4} />
          {isTold && (
            <text y={17} textAnchor="middle">
              {text}
            </text>
          )}
        </g>
      ))}
      <line className={styles.base} x2={frame.width} y1={base} y2={base} />
      <text x={-MARGIN.left + 2} y={-13}>
        {y.title}
      </text>
      <text x={frame.width} y={frame.height + 34} textAnchor="end">
        {x.title}
      </text>
    </g>
  )
}
