import { useComputedColorScheme } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { useActions } from '@/actions/registry'
import type { Scatter } from '@/api/types'
import { inksOf, NO_INK, paintCodes } from '@/canvas/paint-codes'
import { useWheel } from '@/canvas/use-wheel'
import { useSize } from '@/lib/use-size'
import { amount, measure, shortNumber } from '@/lib/words'
import { type Area, type Corner, insideArea, moved, type Points, zoomed } from '@/math/plane'
import { useClasses } from '@/state/current'
import { hasSelection, isSelected, NOTHING, select, type SelectedRows, useSelection, withRows } from '@/state/selection'
import { MARGIN } from '@/ui/plot/frame'
import { Plot } from '@/ui/plot/plot'
import { niceTicks } from '@/ui/plot/scale'
import type { ResultSpec } from '../spec'
import { type Caught, Cloud } from './cloud'
import { ScatterFoot } from './scatter-foot'
import styles from './scatter.module.css'
import { ScatterTip } from './scatter-tip'
import type { Tool } from '@/ui/plot/tools'
import { useArea } from '@/state/use-area'
import { useOpenPoint } from './use-open-point'

interface ScatterPlotProps {
  readonly scatter: Scatter
  readonly points: Points
  readonly spec: ResultSpec
  readonly tool: Tool
  /** A newer answer is under way. */
  readonly isOld: boolean
}

const ZOOM = 1.4
const STEP = 0.15

/** The plot itself, its keys, and what can be done with what was drawn around. */
export function ScatterPlot({ scatter, points, spec, tool, isOld }: ScatterPlotProps) {
  const [sizeRef, size] = useSize()
  const body = useRef<HTMLDivElement | null>(null)
  const classes = useClasses()
  const isLight = useComputedColorScheme('dark') === 'light'
  const palette = useMemo(() => inksOf(scatter.colour, classes, isLight), [scatter.colour, classes, isLight])
  const inks = useMemo(() => paintCodes(scatter.codes, palette, { none: isLight ? NO_INK.light : NO_INK.dark }), [scatter.codes, palette, isLight])
  const rows = useSelection((state) => state.rows)
  const selected = useMemo(() => maskOf(scatter.ids, rows), [scatter.ids, rows])
  const { area, setArea, showAll, isWhole } = useArea(points)
  const [hovered, setHovered] = useState<number | null>(null)
  const [box, setBox] = useState<Area | null>(null)
  const open = useOpenPoint(spec)
  const openAt = (place: number): void => {
    const id = scatter.ids[place]
    if (id !== undefined) open(id)
  }
  const zoom = (factor: number, [px, py]: Corner): void => setArea(zoomed(area, factor, placeIn(area, size, px, py)))
  useWheel(body, (factor, anchor) => {
    setHovered(null)
    zoom(factor, [anchor.x, anchor.y])
  })
  const middle: Corner = [size.width / 2, size.height / 2]
  const keep = ({ places, box: drawn, isMore }: Caught): void => {
    const ids = places.map((place) => scatter.ids[place] ?? -1)
    select(withRows(isMore ? rows : NOTHING, ids, true))
    setBox(drawn)
  }
  const move = (key: string, byX: number, byY: number) => ({ id: `scatter.${key}`, label: 'Move the plot', family: 'Move the plot', group: 'View' as const, keys: [key], keyOnly: true, perform: () => setArea(moved(area, byX, byY)) })
  const clear = (): void => {
    select(NOTHING)
    setBox(null)
  }
  useActions([
    move('ArrowLeft', -STEP, 0),
    move('ArrowRight', STEP, 0),
    move('ArrowUp', 0, STEP),
    move('ArrowDown', 0, -STEP),
    { id: 'scatter.closer', label: 'Look closer', group: 'View', keys: ['+', '='], perform: () => zoom(ZOOM, middle) },
    { id: 'scatter.away', label: 'Look from further away', group: 'View', keys: ['-'], perform: () => zoom(1 / ZOOM, middle) },
    { id: 'scatter.all', label: 'Show all points', group: 'View', keys: ['0'], perform: showAll },
    { id: 'scatter.view', label: 'Select the points on screen', group: 'Selection', keys: ['v'], perform: () => keep({ places: insideArea(points, area), box: area, isMore: false }) },
    { id: 'scatter.none', label: 'Clear the selection', group: 'Selection', keys: ['Escape'], when: hasSelection, perform: clear },
  ])
  const attach = (element: HTMLDivElement | null) => {
    body.current = element
    return sizeRef(element)
  }
  return (
    <>
      <div ref={attach} className={styles.body} role="group" aria-label={`${scatter.y.title} against ${scatter.x.title}`} aria-busy={isOld}>
        {size.height > 0 && (
          <Plot
            label={`${scatter.y.title} against ${scatter.x.title}, ${amount(scatter.ids.length, 'point')}`}
            x={{ title: titleOf(scatter.x), domain: [area.x0, area.x1] }}
            y={{ title: titleOf(scatter.y), domain: [area.y0, area.y1], ticks: shortTicks(area.y0, area.y1) }}
            height={size.height}
          >
            <Cloud
              points={points}
              inks={inks}
              selected={selected}
              area={area}
              box={selected === null ? null : box}
              tool={tool}
              onArea={setArea}
              onCatch={keep}
              onHover={setHovered}
              onOpen={openAt}
            />
            {hovered !== null && <ScatterTip scatter={scatter} place={hovered} level={spec.level} classes={classes} />}
          </Plot>
        )}
      </div>
      <ScatterFoot scatter={scatter} spec={spec} classes={classes} palette={palette} box={selected === null ? null : box} isWhole={isWhole} onShowAll={showAll} onSelectView={() => keep({ places: insideArea(points, area), box: area, isMore: false })} />
    </>
  )
}

const titleOf = ({ title, unit }: Scatter['x']): string => (unit === '' ? title : `${title}, ${unit}`)

/** Round numbers, short enough for the margin. */
const shortTicks = (low: number, high: number) =>
  niceTicks(low, high, 5).map((at) => ({ at, text: Math.abs(at) < 10_000 ? measure(at) : shortNumber(at) }))

/** Where a pixel of the body lies in the plane. */
function placeIn({ x0, x1, y0, y1 }: Area, { width, height }: { width: number; height: number }, px: number, py: number): Corner {
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom }
  return [x0 + ((px - MARGIN.left) / inner.width) * (x1 - x0), y1 - ((py - MARGIN.top) / inner.height) * (y1 - y0)]
}

function maskOf(ids: readonly number[], rows: SelectedRows): Uint8Array | null {
  if (!rows.all && rows.ids.size === 0) return null
  return Uint8Array.from(ids, (id) => Number(isSelected(rows, id)))
}
