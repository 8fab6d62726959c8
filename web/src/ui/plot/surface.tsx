import { type PointerEvent, useState } from 'react'
import { useFrame } from './frame'
import styles from './plot.module.css'

interface SurfaceProps {
  /** Where the pointer is, in values of the x axis; null when it has left. */
  readonly onHover: (x: number | null) => void
  /** The pointer is held: from where, and where it is now. */
  readonly onDrag?: (from: number, to: number) => void
  /** The pointer was let go. */
  readonly onRelease?: (from: number, to: number) => void
}

/** The whole inner area as one thing to point at, press and drag over. The keyboard has its own ways: marks, handles. */
export function Surface({ onHover, onDrag, onRelease }: SurfaceProps) {
  const { x, width, height } = useFrame()
  const [from, setFrom] = useState<number | null>(null)
  const valueAt = (event: PointerEvent): number => x.value(event.clientX - event.currentTarget.getBoundingClientRect().left)
  return (
    <rect
      className={styles.surface}
      width={width}
      height={height}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const value = valueAt(event)
        setFrom(value)
        onDrag?.(value, value)
      }}
      onPointerMove={(event) => {
        const value = valueAt(event)
        onHover(value)
        if (from !== null) onDrag?.(from, value)
      }}
      onPointerUp={(event) => {
        if (from !== null) onRelease?.(from, valueAt(event))
        setFrom(null)
      }}
      onPointerCancel={() => setFrom(null)}
      onPointerLeave={() => onHover(null)}
    />
  )
}
