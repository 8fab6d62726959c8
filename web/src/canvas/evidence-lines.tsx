/** Outlines of shapes over a small still picture; for the large one there is the viewer. */
import type { ImageBox } from '@/math/points'
import type { Polygon } from '@/math/polygons'
import styles from './crop.module.css'
import type { Shape } from './shape'

interface EvidenceLinesProps {
  readonly shapes: readonly Shape[]
  /** The part of the image that is shown, and how many CSS pixels one of its pixels takes. */
  readonly window: ImageBox
  readonly scale: number
}

export function EvidenceLines({ shapes, window, scale }: EvidenceLinesProps) {
  const side = window.w * scale
  return (
    <svg className={styles.lines} viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
      {shapes.map((shape) => {
        if (shape.box === null) return null
        const path = outline(shape, window, scale)
        const dashes = shape.line === 'dashed' ? '5 3.5' : undefined
        return (
          <g key={shape.id} opacity={shape.quiet ? 0.5 : 1}>
            <path d={path} className={styles.halo} strokeDasharray={dashes} />
            <path d={path} className={styles.line} stroke={shape.colour} strokeDasharray={dashes} />
          </g>
        )
      })}
    </svg>
  )
}

/** The polygons of a shape, else its box, as the path of an SVG. */
function outline({ box, polygons, holes = [] }: Shape, window: ImageBox, scale: number): string {
  const loops: readonly Polygon[] = polygons ? [...polygons, ...holes] : box === null ? [] : [corners(box)]
  const at = (value: number, place: number): string => ((value - (place % 2 === 0 ? window.x : window.y)) * scale).toFixed(1)
  return loops.map((loop) => `M${loop.map(at).join(' ')}Z`).join('')
}

const corners = ({ x, y, w, h }: ImageBox): Polygon => [x, y, x + w, y, x + w, y + h, x, y + h]
