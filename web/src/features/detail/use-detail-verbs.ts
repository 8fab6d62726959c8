/** Binds the verbs of the open image to the editing, the place and the viewer. */
import { type RefObject, useMemo, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { useFindLookAlikes } from '@/actions/find-look-alikes'
import type { Drawn, ImageDetail, ImageObject, Scope } from '@/api/types'
import { placeOf } from '@/canvas/drawn'
import type { ViewerHandle } from '@/canvas/image-viewer'
import type { Shape } from '@/canvas/shape'
import { boxOf, isMovable, shapeId } from '@/canvas/shape-of'
import { ZOOM_STEP } from '@/canvas/use-camera'
import { READ_ONLY } from '@/lib/base-path'
import type { ImageBox } from '@/math/points'
import { useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import type { DetailVerbs } from './detail-actions'
import { accept, add, addDrawn, drawBetween, isPending, move, type PlannedEdit, relabel, remove, removeImage, setAttributes } from './label-edits'
import type { Neighbours } from './use-neighbours'
import { useChooseAdded } from './use-choose-added'
import { useDrawing } from './use-drawing'
import { useFrames } from './use-frames'
import { useNudge } from './use-nudge'
import { usePose } from './use-pose'
import { objectAfter, type VisibleObjects } from './visible-objects'

interface Bench {
  readonly detail: ImageDetail
  readonly scope: Scope
  readonly chosen: ImageObject | null
  readonly visible: VisibleObjects
  readonly names: boolean
  readonly setNames: (names: boolean) => void
  readonly viewer: RefObject<ViewerHandle | null>
  readonly neighbours: Neighbours
  readonly choose: (id: string | null) => void
  readonly onClose: () => void
}

/** What a class is being picked for. */
type Picking =
  | { readonly for: 'object'; readonly object: ImageObject }
  | { readonly for: 'shape'; readonly drawn: Drawn }
  | { readonly for: 'pose' }

export function useDetailVerbs(bench: Bench) {
  const { detail, scope, chosen, choose } = bench
  const { edit } = useEditing()
  const findLookAlikes = useFindLookAlikes()
  const go = useGo()
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  const [picking, setPicking] = useState<Picking | null>(null)
  const [lastClass, setLastClass] = useState<number | null>(null)
  const perform = (plan: PlannedEdit) => edit(plan.request, plan.patch)
  const size = { width: detail.width ?? 0, height: detail.height ?? 0 }
  const nudge = useNudge(size, ({ label, box }) => perform(move(label, box)))

  const expectAdded = useChooseAdded(detail.objects, choose)
  const addLabel = (plan: PlannedEdit): void => {
    expectAdded()
    void perform(plan)
  }
  const setClass = (object: ImageObject, classId: number): void => {
    setPicking(null)
    setLastClass(classId)
    if (object.source === 'prediction') addLabel(add(detail.id, classId, boxOf(object)))
    else if (object.class_id !== classId) void perform(relabel(scope, object, classId))
  }
  const nameDrawn = (drawn: Drawn, classId: number): void => {
    setPicking(null)
    setLastClass(classId)
    addLabel(addDrawn(detail.id, classId, drawn))
  }
  const classes = useClasses().all
  const poses = usePose({ imageId: detail.id, size, classes, ask: () => setPicking({ for: 'pose' }), finish: nameDrawn })
  const drawing = useDrawing({ detail, chosen, write: perform, name: (drawn) => setPicking({ for: 'shape', drawn }), poses })
  const frames = useFrames(detail.id, bench.neighbours, perform)
  const isLabel = chosen?.source === 'label' && !isPending(chosen)

  const verbs: DetailVerbs = {
    step: bench.neighbours.step,
    close: bench.onClose,
    choose: (by) => choose(objectAfter(bench.visible, chosen === null ? null : shapeId(chosen), by)),
    ...drawing.verbs,
    ...frames,
    zoom: (by) => {
      if (by === 'fit') bench.viewer.current?.fit()
      else bench.viewer.current?.zoom(by === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP)
    },
    toggle: (what) => {
      if (what === 'names') bench.setNames(!bench.names)
      else go(what === 'labels' ? { labels: !labels } : { predictions: !predictions }, { replace: true })
    },
    nudge: nudge.by,
    setClass,
    pickClass: (object) => setPicking({ for: 'object', object }),
    accept: (prediction) => addLabel(accept(scope, detail.id, prediction)),
    remove: (label) => {
      choose(null)
      void perform(remove(scope, label))
    },
    setAttributes: (label, values) => void perform(setAttributes(scope, label, values)),
    findAlike: (object) => {
      if (object === undefined) findLookAlikes('image', [detail.id])
      else if (!isPending(object)) findLookAlikes(object.source === 'label' ? 'annotation' : 'prediction', [object.id])
    },
    removeImage: () => {
      bench.onClose()
      void perform(removeImage(scope, detail.id))
    },
  }

  const pending = useMemo(
    () => nudge.pending && { id: shapeId(nudge.pending.label), box: nudge.pending.box },
    [nudge.pending],
  )
  const draft = useMemo(() => (picking?.for === 'shape' ? draftShape(picking.drawn) : null), [picking])

  return {
    verbs,
    fill: (first: number, last: number) => void perform(drawBetween(first, last)),
    drawing,
    movable: READ_ONLY === null && isLabel && isMovable(chosen),
    pending,
    moveTo: (id: string, box: ImageBox) => {
      const label = detail.objects.find((object) => shapeId(object) === id)
      if (label !== undefined) nudge.to(label, box)
    },
    draft: draft ?? poses.draft,
    picking: picking && {
      title: titleOf(picking),
      classes: picking.for === 'pose' ? poses.posable : classes,
      likely: picking.for === 'object' ? picking.object.class_id : lastClass,
      pick: (id: number) => {
        if (picking.for === 'object') return setClass(picking.object, id)
        if (picking.for === 'shape') return nameDrawn(picking.drawn, id)
        setPicking(null)
        poses.begin(id)
      },
      close: () => setPicking(null),
    },
  }
}

export type Work = ReturnType<typeof useDetailVerbs>

function titleOf(picking: Picking): string {
  if (picking.for === 'pose') return 'Whose keypoints?'
  if (picking.for === 'shape') return picking.drawn.kind === 'box' ? 'What is in the new box?' : 'What did you draw?'
  return picking.object.source === 'label' ? 'Change the class to' : 'Add it as'
}

function draftShape(drawn: Drawn): Shape {
  return {
    ...placeOf(drawn),
    id: 'draft',
    line: 'solid',
    colour: '#ffffff',
    letter: '+',
    title: 'New',
    hatched: false,
    editable: false,
  }
}
