import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { classNames } from '@/lib/class-names'
import { useFrame } from './frame'
import styles from './plot.module.css'

interface TipProps {
  /** In the values of the axes. */
  readonly x: number
  readonly y: number
  readonly children: ReactNode
}

/** What is said of the place that the person points at. A screen reader hears the mark's own name. */
export function Tip({ x: atX, y: atY, children }: TipProps) {
  const { x, y, width, height, sheet } = useFrame()
  if (sheet === null) return null
  const [left, top] = [x.at(atX), y.at(atY)]
  return createPortal(
    <div
      className={classNames(styles.tip, left > width / 2 && styles.before, top > height / 2 && styles.above)}
      style={{ left, top }}
      aria-hidden="true"
    >
      {children}
    </div>,
    sheet,
  )
}

/** What a press would do. */
export function TipHint({ children }: { readonly children: ReactNode }) {
  return <div className={styles.tipHint}>{children}</div>
}

/** One line of a tooltip: a name and its value. */
export function TipRow({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.tipRow}>
      <span>{name}</span>
      <b>{children}</b>
    </div>
  )
}
