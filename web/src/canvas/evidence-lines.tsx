/** Outlines of shapes over a small still picture; for the large one there is the viewer. */
import type { ImageBox } from '@/math/points'
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
        const place = {
          x: (shape.box.x - window.x) * scale,
          y: (shape.box.y - window.y) * scale,
          width: shape.box.w * scale,
          height: shape.box.h * scale,
          rx: 1.5,
        }
        const dashes = shape.line === 'dashed' ? '5 3.5' : undefined
        return (
          <g key={shape.id} opacity={shape.quiet ? 0.5 : 1}>
            <rect {...place} className={styles.halo} strokeDasharray={dashes} />
            <rect {...place} className={styles.line} stroke={shape.colour} strokeDasharray={dashes} />
          </g>
        )
      })}
    </svg>
  )
}
