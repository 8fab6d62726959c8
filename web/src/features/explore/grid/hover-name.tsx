import { type PointerEvent, useState } from 'react'
import type { ImageObject } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { CLASS_INK } from '@/lib/palette'
import { ratio } from '@/lib/words'
import { stripAlong } from '@/math/strip'
import type { ClassBook } from '@/state/class-book'
import { objectAt } from './outlines'
import styles from './tile.module.css'

interface Pointed {
  readonly object: ImageObject
  /** Edges of the object in the picture, in shares of its sides. */
  readonly left: number
  readonly right: number
  readonly top: number
}

interface Frame {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** Which object the pointer is on, for a picture that fits its square without being cut. */
export function usePointedObject(objects: readonly ImageObject[], frame: Frame) {
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (stripAlong({ width: frame.w, height: frame.h }) !== null) return // drawn out of proportion: nothing lies where it is
    const box = event.currentTarget.getBoundingClientRect()
    const scale = Math.min(box.width / frame.w, box.height / frame.h)
    const marginX = (box.width - frame.w * scale) / 2
    const marginY = (box.height - frame.h * scale) / 2
    const object = objectAt(objects, (event.clientX - box.left - marginX) / scale + frame.x, (event.clientY - box.top - marginY) / scale + frame.y)
    setPointed((before) => {
      if (object === null || before?.object === object) return object === null ? null : before
      const left = (((object.x ?? 0) - frame.x) * scale + marginX) / box.width
      const top = (((object.y ?? 0) - frame.y) * scale + marginY) / box.height
      const right = left + ((object.w ?? 0) * scale) / box.width
      return { object, left: Math.max(left, 0), right: Math.min(right, 1), top: Math.max(top, 0) }
    })
  }
  return { pointed, onPointerMove, onPointerLeave: () => setPointed(null) }
}

/** The class of the object under the pointer, at its corner. */
export function HoverName({ pointed, classes }: { readonly pointed: Pointed; readonly classes: ClassBook }) {
  const { object, left, right, top } = pointed
  const look = classes.look(object.class_id)
  return (
    <span
      className={classNames(styles.name, top < 0.14 && styles.nameInside, object.source === 'prediction' && styles.nameDashed)}
      style={{
        // Kept inside of the picture: from the left edge of the object, or back from its right edge.
        ...(left > 0.55 ? { right: `${(1 - right) * 100}%` } : { left: `${left * 100}%` }),
        top: `${top * 100}%`,
        background: look.colour,
        color: CLASS_INK,
      }}
      aria-hidden="true"
    >
      {look.name}
      {object.score !== null && ` ${ratio(object.score)}`}
    </span>
  )
}
