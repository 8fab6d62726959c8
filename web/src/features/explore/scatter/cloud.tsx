import { createPortal } from 'react-dom'
import { type Area, insideFigure, nearestPoint, type Points } from '@/math/plane'
import { useFrame } from '@/ui/plot/frame'
import { useDrawn } from '@/ui/plot/use-drawn'
import { CloudCanvas } from './cloud-canvas'
import type { Tool } from '@/ui/plot/tools'
import styles from './scatter.module.css'

/** What a figure holds: points by their places, and the area where the figure was a box. */
export interface Caught {
  readonly places: readonly number[]
  readonly box: Area | null
  /** Added to what is selected already. */
  readonly isMore: boolean
}

interface CloudProps {
  readonly points: Points
  /** One ink per point. */
  readonly inks: Uint32Array
  readonly selected: Uint8Array | null
  readonly area: Area
  /** The box that was drawn last. */
  readonly box: Area | null
  readonly tool: Tool
  readonly onArea: (area: Area) => void
  readonly onCatch: (caught: Caught) => void
  readonly onHover: (place: number | null) => void
  readonly onOpen: (place: number) => void
}

const REACH_PX = 9

/** The points between the axes: to look at, to draw a line around, to move and to open. */
export function Cloud({ points, inks, selected, area, box, tool, onArea, onCatch, onHover, onOpen }: CloudProps) {
  const { width, height, sheet, x, y } = useFrame()
  const perX = width / (area.x1 - area.x0)
  const perY = height / (area.y1 - area.y0)
  const { handlers, line, box: drawing } = useDrawn({
    area,
    width,
    height,
    tool,
    pointAt: (at) => nearestPoint(points, at, { perX, perY, reach: REACH_PX }),
    onArea,
    onFigure: (figure) => onCatch({ places: insideFigure(points, figure), box: figure.box, isMore: figure.isMore }),
    onHover,
    onOpen,
  })
  const drawnBox = drawing ?? box
  return (
    <>
      <rect
        className={styles[tool]}
        width={width}
        height={height}
        {...handlers}
      />
      {sheet !== null &&
        createPortal(
          <>
            <CloudCanvas points={points} inks={inks} selected={selected} area={area} width={width} height={height} />
            <svg className={styles.figures} width={width} height={height} aria-hidden="true">
              {line !== null && <path className={styles.figure} d={`M${line.map((corner) => corner.join(' ')).join('L')}Z`} />}
              {drawnBox !== null && (
                <rect
                  className={styles.figure}
                  x={x.at(drawnBox.x0)}
                  y={y.at(drawnBox.y1)}
                  width={(drawnBox.x1 - drawnBox.x0) * perX}
                  height={(drawnBox.y1 - drawnBox.y0) * perY}
                />
              )}
            </svg>
          </>,
          sheet,
        )}
    </>
  )
}
