/** What is drawn over the open image: its objects as the hand has them now, their past, and what is being drawn. */
import { useMemo } from 'react'
import { withDrawn } from '@/canvas/drawn'
import { type Shape, withBox } from '@/canvas/shape'
import { type Look, shapeOf } from '@/canvas/shape-of'
import { READ_ONLY } from '@/lib/base-path'
import { usePastShapes } from './past'
import type { Work } from './use-detail-verbs'
import type { VisibleObjects } from './visible-objects'

/** No hand moves what a version kept. */
const still = (shape: Shape): Shape => (READ_ONLY === null ? shape : { ...shape, editable: false })

/** `past` is the shape of the past that one looks at. */
export function useShapes(visible: VisibleObjects, work: Work, look: (classId: number) => Look): { readonly shapes: readonly Shape[]; readonly past: string | null } {
  const drawn = useMemo(() => [...visible.labels, ...visible.predictions].map((item) => still(shapeOf(item, look(item.class_id)))), [visible, look])
  const { pending, draft } = work
  const { redrawn } = work.drawing
  const past = usePastShapes(look)
  const shapes = useMemo(() => {
    const moved = drawn.map((shape) => (shape.id === pending?.id ? withBox(shape, pending.box) : shape))
    const shown = moved.map((shape) => (shape.id === redrawn?.id ? withDrawn(shape, redrawn.drawn) : shape))
    return draft === null ? [...shown, ...past] : [...shown, ...past, draft]
  }, [drawn, pending, redrawn, draft, past])
  return { shapes, past: past[0]?.id ?? null }
}
