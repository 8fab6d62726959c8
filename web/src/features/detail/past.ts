/** What an object was before a change that one looks at, drawn over the open image while one does. */
import { useMemo } from 'react'
import { create } from 'zustand'
import type { HistoryStep } from '@/api/version-types'
import type { Shape } from '@/canvas/shape'
import { type Look, shapeOf } from '@/canvas/shape-of'

interface Past {
  readonly step: HistoryStep | null
}

const usePast = create<Past>(() => ({ step: null }))

/** Draws what a step of the history made of what; null draws nothing. */
export const lookBack = (step: HistoryStep | null): void => usePast.setState({ step })

/** The shapes before and after the step one looks at. */
export function usePastShapes(look: (classId: number) => Look): readonly Shape[] {
  const step = usePast((past) => past.step)
  return useMemo(() => {
    if (step === null) return []
    const sides = [['before', step.before] as const, ['after', step.after] as const]
    return sides.flatMap(([title, object]) => {
      if (object === null) return []
      const shape = shapeOf(object, look(object.class_id), title === 'after')
      return [{ ...shape, id: `past:${title}`, title: `${title}: ${shape.title}`, editable: false }]
    })
  }, [step, look])
}
