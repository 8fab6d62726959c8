import { memo, useMemo } from 'react'
import type { ImageObject } from '@/api/types'
import type { ClassBook } from '@/state/class-book'
import { outlines } from './outlines'
import styles from './tile.module.css'

interface TileOverlayProps {
  readonly objects: readonly ImageObject[]
  readonly classes: ClassBook
  /** The part of the image that is shown, in image pixels. */
  readonly frame: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  /** The picture fills its place whatever its proportion. */
  readonly stretched?: boolean
}

/** Boxes over a picture: labels solid, predictions dashed, in the colours of their classes. */
export const TileOverlay = memo(function TileOverlay({ objects, classes, frame, stretched = false }: TileOverlayProps) {
  const lines = useMemo(() => outlines(objects), [objects])
  if (lines.length === 0) return null
  return (
    <svg className={styles.overlay} viewBox={`${frame.x} ${frame.y} ${frame.w} ${frame.h}`} preserveAspectRatio={stretched ? 'none' : 'xMidYMid meet'} aria-hidden="true">
      {lines.map(({ key, path }) => (
        <path key={key} className={styles.halo} d={path} />
      ))}
      {lines.map(({ key, path, source, classId }) => (
        <path
          key={key}
          className={source === 'label' ? styles.solid : styles.dashed}
          style={{ stroke: classes.look(classId).colour }}
          d={path}
        />
      ))}
    </svg>
  )
})
