import type { CSSProperties } from 'react'
import { classNames } from '@/lib/class-names'
import styles from './skeleton.module.css'

interface SkeletonProps {
  readonly width?: CSSProperties['width']
  readonly height?: CSSProperties['height']
  readonly className?: string | undefined
}

/** A quiet block of the size of what is coming. Show it only after `useLate`. */
export function Skeleton({ width = '100%', height = '1em', className }: SkeletonProps) {
  return <span className={classNames(styles.block, className)} style={{ width, height }} aria-hidden="true" />
}
