/** The tools of the open image: what each makes of what the hand does. */
import { useMemo, useState } from 'react'
import type { Drawn, ImageDetail, ImageObject } from '@/api/types'
import { drawnBox, drawnOutline, gripRemoved, outlineOf, shapePainted, visibilityTurned } from '@/canvas/drawn'
import type { Tool } from '@/canvas/pointer/state'
import { shapeId, shapeOf } from '@/canvas/shape-of'
import { clamp } from '@/math/boxes'
import type { Grip } from '@/math/outline'
import type { Stroke } from '@/math/pixels'
import type { ImageBox } from '@/math/points'
import type { Polygon } from '@/math/polygons'
import { toast } from '@/state/toasts'
import { isPending, type PlannedEdit, reshape } from './label-edits'
import type { Poses } from './use-pose'

interface Easel {
  readonly detail: ImageDetail
  readonly chosen: ImageObject | null
  readonly write: (plan: PlannedEdit) => Promise<unknown>
  /** Asks what is in a new shape. */
  readonly name: (drawn: Drawn) => void
  readonly poses: Poses
}

const STEP = 1.25
const NO_LOOK = { name: '', colour: '', mark: '' }

export function useDrawing({ detail, chosen, write, name, poses }: Easel) {
  const size = useMemo(() => ({ width: detail.width ?? 0, height: detail.height ?? 0 }), [detail.width, detail.height])
  const [taken, setTaken] = useState<Tool>('select')
  const tool = poses.pose === null ? taken : 'keypoints'
  const [radius, setRadius] = useState(() => Math.max(Math.round(Math.min(size.width, size.height) / 40), 2))
  const [held, setHeld] = useState<{ readonly id: string; readonly grip: Grip } | null>(null)
  const [redrawn, setRedrawn] = useState<{ readonly id: string; readonly drawn: Drawn } | null>(null)

  const label = chosen?.source === 'label' && !isPending(chosen) ? chosen : null
  const shape = useMemo(() => label && shapeOf(label, NO_LOOK), [label])
  const grip = shape !== null && held?.id === shape.id ? held.grip : null

  const redraw = (object: ImageObject, drawn: Drawn | null): void => {
    if (drawn === null) return
    const shown = { id: shapeId(object), drawn }
    setRedrawn(shown)
    const done = (): void => setRedrawn((now) => (now === shown ? null : now))
    write(reshape(object, drawn)).then(done, done)
  }
  const addNew = (drawn: Drawn): void => {
    setTaken('select')
    name(drawn)
  }

  return {
    tool,
    pose: poses.pose,
    canPose: poses.posable.length > 0,
    radius,
    grip,
    redrawn,
    verbs: {
      ...poses.verbs,
      setTool: (next: Tool) => {
        setTaken(next === 'keypoints' ? 'select' : next)
        if (next === 'keypoints') poses.start()
        else poses.cancel()
      },
      resizeBrush: (by: 1 | -1) => setRadius((now) => clamp(by === 1 ? now * STEP : now / STEP, 0.5, 500)),
      removeCorner: () => {
        if (label === null || shape === null || grip === null) return
        setHeld(null)
        redraw(label, gripRemoved(shape, grip))
      },
      turnVisibility: () => {
        if (label !== null && shape !== null && grip !== null) redraw(label, visibilityTurned(shape, grip))
      },
    },
    ears: {
      onPoint: poses.place,
      onGrip: (next: Grip) => setHeld(shape && { id: shape.id, grip: next }),
      onReshape: (id: string, drawn: Drawn) => {
        const object = detail.objects.find((candidate) => shapeId(candidate) === id)
        if (object !== undefined) redraw(object, drawn)
      },
      onOutline: (loop: Polygon) => {
        if (tool === 'polygon' || label === null || shape === null) return addNew(drawnOutline({ parts: [loop], holes: [] }))
        setTaken('select')
        const { parts, holes } = outlineOf(shape)
        const grown = tool === 'hole' ? { parts, holes: [...holes, loop] } : { parts: [...parts, loop], holes }
        redraw(label, drawnOutline(grown))
      },
      onPaint: (stroke: Stroke) => {
        const canvas = label !== null && label.kind !== 'keypoints' && label.kind !== 'whole_image' ? shape : null
        const drawn = shapePainted(canvas, stroke, size)
        if (drawn === null) toast({ tone: 'bad', text: 'Nothing of the label would be left', hint: 'Delete it with D.' })
        else if (canvas === null || label === null) name(drawn)
        else redraw(label, drawn)
      },
      onAdd: (box: ImageBox) => addNew(drawnBox(box)),
      onRefusedAdd: () => setTaken('select'),
    },
  }
}

export type DrawingTools = ReturnType<typeof useDrawing>
