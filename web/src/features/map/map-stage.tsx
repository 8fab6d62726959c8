import { useMemo, useRef, useState } from 'react'
import { useActions } from '@/actions/registry'
import type { MapPoints } from '@/api/map-points'
import { useWheel } from '@/canvas/use-wheel'
import { amount } from '@/lib/words'
import { useSize } from '@/lib/use-size'
import { type Area, type Corner, fitted, insideFigure, moved, type Points, writeArea, zoomed } from '@/math/plane'
import type { PointGrid } from '@/math/point-grid'
import { hasSelection, NOTHING, select, useSelection, withRows } from '@/state/selection'
import { useArea } from '@/state/use-area'
import { type Figure, useDrawn } from '@/ui/plot/use-drawn'
import { MapCanvas } from './map-canvas'
import { MapTip } from './map-tip'
import styles from './map.module.css'
import { useTool } from './tool'
import { useOpenPoint } from './use-open-point'
import { type MapSpec, NOUNS } from './use-map-spec'

interface MapStageProps {
  readonly points: Points
  readonly grid: PointGrid
  readonly map: MapPoints
  readonly inks: Uint32Array
  readonly selected: Uint8Array | null
  readonly spec: MapSpec
  /** Says which query lists just what was selected; null: none but its ids. */
  readonly onQuery: (query: string | null) => void
}

const ZOOM = 1.4
const STEP = 0.15
const REACH_PX = 9

/** The points themselves: look closer, move, point at one, open it, draw around some. */
export function MapStage({ points, grid, map, inks, selected, spec, onQuery }: MapStageProps) {
  const [sizeRef, size] = useSize()
  const body = useRef<HTMLDivElement | null>(null)
  const tool = useTool((state) => state.tool)
  const { area: wished, setArea, showAll } = useArea(points)
  const { x0, x1, y0, y1 } = size.height > 0 ? fitted(wished, size.width / size.height) : wished
  const area = useMemo(() => ({ x0, x1, y0, y1 }), [x0, x1, y0, y1]) // the same one while the hand only points
  const [hovered, setHovered] = useState<number | null>(null)
  const open = useOpenPoint(spec)
  const isShown = (at: number): boolean => inks[at] !== 0
  const keep = (figure: Figure): void => {
    const ids = insideFigure(points, figure).filter(isShown).map((at) => map.ids[at] ?? -1)
    select(withRows(figure.isMore ? useSelection.getState().rows : NOTHING, ids, true))
    const isWhole = figure.box !== null && !figure.isMore && inks.every((ink) => ink !== 0)
    onQuery(isWhole && map.places === 'map' ? boxQuery(figure.box, spec.query) : null)
  }
  const { handlers, line, box } = useDrawn({
    area,
    width: size.width,
    height: size.height,
    tool,
    pointAt: (at) => grid.nearest(at, (REACH_PX / size.width) * (area.x1 - area.x0), isShown),
    onArea: setArea,
    onFigure: keep,
    onHover: setHovered,
    onOpen: (at) => open(map.ids[at] ?? -1),
  })
  const zoom = (factor: number, px: number, py: number): void => {
    setHovered(null)
    setArea(zoomed(area, factor, placeOf(area, size, px, py)))
  }
  useWheel(body, (factor, { x, y }) => zoom(factor, x, y))
  useStageActions({ move: (byX, byY) => setArea(moved(area, byX, byY)), zoom: (factor) => zoom(factor, size.width / 2, size.height / 2), showAll, selectView: () => keep({ line: null, box: area, isMore: false }) })
  const attach = (element: HTMLDivElement | null) => {
    body.current = element
    return sizeRef(element)
  }
  const pixelOf = ([x, y]: Corner): Corner => [((x - area.x0) / (area.x1 - area.x0)) * size.width, ((area.y1 - y) / (area.y1 - area.y0)) * size.height]
  return (
    <div
      ref={attach}
      className={styles.stage}
      data-tool={tool}
      data-area={writeArea(area)}
      role="group"
      aria-label={`Map of ${amount(map.count, NOUNS[spec.level])}. The clusters beside it list what lies where.`}
      {...handlers}
    >
      {size.height > 0 && <MapCanvas points={points} ids={map.ids} inks={inks} selected={selected} area={area} width={size.width} height={size.height} />}
      <svg className={styles.figures} width={size.width} height={size.height} aria-hidden="true">
        {line !== null && <path className={styles.figure} d={`M${line.map((corner) => corner.join(' ')).join('L')}Z`} />}
        {box !== null && <path className={styles.figure} d={boxPath(pixelOf([box.x0, box.y1]), pixelOf([box.x1, box.y0]))} />}
      </svg>
      {hovered !== null && hovered < map.count && <MapTip map={map} at={hovered} place={pixelOf([points.xs[hovered] ?? 0, points.ys[hovered] ?? 0])} size={size} />}
    </div>
  )
}

interface StageVerbs {
  readonly move: (byX: number, byY: number) => void
  readonly zoom: (factor: number) => void
  readonly showAll: () => void
  readonly selectView: () => void
}

function useStageActions({ move, zoom, showAll, selectView }: StageVerbs): void {
  // While something is selected the arrows move in its grid.
  const arrow = (key: string, byX: number, byY: number) => ({ id: `map.${key}`, label: 'Move the map', family: 'Move the map', group: 'View' as const, keys: [key], keyOnly: true, when: () => !hasSelection(), perform: () => move(byX, byY) })
  useActions([
    arrow('ArrowLeft', -STEP, 0),
    arrow('ArrowRight', STEP, 0),
    arrow('ArrowUp', 0, STEP),
    arrow('ArrowDown', 0, -STEP),
    { id: 'map.closer', label: 'Look closer', group: 'View', keys: ['+', '='], perform: () => zoom(ZOOM) },
    { id: 'map.away', label: 'Look from further away', group: 'View', keys: ['-'], perform: () => zoom(1 / ZOOM) },
    { id: 'map.all', label: 'Show the whole map', group: 'View', keys: ['0'], perform: showAll },
    { id: 'map.view', label: 'Select what is on screen', group: 'Selection', keys: ['v'], perform: selectView },
    { id: 'map.none', label: 'Clear the selection', group: 'Selection', keys: ['Escape'], when: hasSelection, perform: () => select(NOTHING) },
  ])
}

/** Where a pixel lies in the plane. */
function placeOf({ x0, x1, y0, y1 }: Area, { width, height }: { width: number; height: number }, px: number, py: number): Corner {
  return [x0 + (px / width) * (x1 - x0), y1 - (py / height) * (y1 - y0)]
}

const boxPath = ([left, top]: Corner, [right, bottom]: Corner): string => `M${left} ${top}H${right}V${bottom}H${left}Z`

/** The text that lists what a box on the map holds. */
function boxQuery({ x0, x1, y0, y1 }: Area, query: string): string {
  const inside = `map_x between ${x0} and ${x1} and map_y between ${y0} and ${y1}`
  return query === '' ? inside : `(${query}) and ${inside}`
}
