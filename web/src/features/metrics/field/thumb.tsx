import { memo } from 'react'
import { Crop } from '@/canvas/crop'
import { shapeId, shapeOf } from '@/canvas/shape-of'
import { measure } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import type { Pictured } from './terms'
import styles from './thumb.module.css'

interface ThumbProps {
  readonly item: Pictured
  readonly side: number
  readonly classes: ClassBook
  /** Is its value written beneath it? */
  readonly told?: boolean
  readonly onOpen: () => void
}

/** An image, or a label or prediction cut out of one, with its value. */
export const Thumb = memo(function Thumb({ item: { value, image, object }, side, classes, told = false, onOpen }: ThumbProps) {
  const look = object === null ? null : classes.look(object.class_id)
  const shapes = object === null || look === null ? [] : [shapeOf(object, look)]
  const words = `${look === null ? '' : `${look.name} in `}${image.name}${value === null ? '' : `: ${measure(value)}`}`
  return (
    <button type="button" className={styles.thumb} title={words} aria-label={words} onClick={onOpen} style={{ width: side }}>
      <Crop image={image} shapes={shapes} side={side} context={1.4} className={styles.picture} />
      {told && <span className={styles.value}>{value !== null && measure(value)}</span>}
    </button>
  )
})

/** A name for an item that is its own in a list. */
export const itemKey = ({ image, object }: Pictured): string => (object === null ? String(image.id) : shapeId(object))
