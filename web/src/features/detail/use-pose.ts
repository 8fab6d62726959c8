/** Keypoints of a new label: asked for one by one, by the names that their class gives them. */
import { useState } from 'react'
import type { Drawn } from '@/api/types'
import { newKeypoints } from '@/canvas/drawn'
import { POSE } from '@/canvas/preview'
import type { Shape } from '@/canvas/shape'
import { keypointBounds } from '@/math/keypoints'
import type { ImagePoint, Size } from '@/math/points'
import { beginPose, hidingTurned, isFull, leastLabelled, type Pose, pointPlaced, pointSkipped, pointTakenBack, poseDone, wanting } from '@/math/pose'
import type { ClassLook } from '@/state/class-book'
import { toast } from '@/state/toasts'

interface Options {
  readonly imageId: number
  readonly size: Size
  readonly classes: readonly ClassLook[]
  /** Asks which class, where several have keypoints. */
  readonly ask: () => void
  readonly finish: (drawn: Drawn, classId: number) => void
}

interface Posing {
  readonly imageId: number
  readonly look: ClassLook
  readonly pose: Pose
}

/** Why no keypoints can be placed here. */
export const NO_KEYPOINTS = 'no class here has keypoints'

export const canPose = ({ keypoints }: Pick<ClassLook, 'keypoints'>): boolean => leastLabelled(keypoints) > 0

export function usePose({ imageId, size, classes, ask, finish }: Options) {
  const [posing, setPosing] = useState<Posing | null>(null)
  // What was begun on another image is left there.
  const now = posing?.imageId === imageId ? posing : null
  const posable = classes.filter(canPose)

  const begin = (classId: number): void => {
    const look = posable.find(({ id }) => id === classId)
    setPosing(look === undefined ? null : { imageId, look, pose: beginPose(look.keypoints) })
  }
  const end = ({ pose, look }: Posing): void => {
    const keypoints = poseDone(pose)
    if (keypoints === null) {
      toast({ tone: 'bad', text: wanting(pose), hint: 'Take the last one back with ⌫, or stop with Esc.' })
      return
    }
    setPosing(null)
    finish(newKeypoints(keypoints, size), look.id)
  }
  const turn = (change: (pose: Pose) => Pose): void => {
    if (now === null) return
    const next = { ...now, pose: change(now.pose) }
    if (isFull(next.pose) && poseDone(next.pose) !== null) end(next)
    else setPosing(next)
  }
  return {
    pose: now?.pose ?? null,
    posable,
    draft: now && poseShape(now),
    begin,
    start: (): void => {
      const [only, ...others] = posable
      if (only === undefined) toast({ tone: 'bad', text: `Keypoints cannot be placed: ${NO_KEYPOINTS}`, hint: 'A class has those that its label file names: `keypoints` of a COCO category.' })
      else if (others.length > 0) ask()
      else begin(only.id)
    },
    cancel: () => setPosing(null),
    place: (at: ImagePoint) => turn((pose) => pointPlaced(pose, at)),
    verbs: {
      skipPoint: () => turn(pointSkipped),
      turnHiding: () => turn(hidingTurned),
      takePointBack: () => turn(pointTakenBack),
      endPose: () => {
        if (now !== null) end(now)
      },
    },
  }
}

export type Poses = ReturnType<typeof usePose>

/** What is placed so far; while there is more to come, the next one follows the pointer. */
function poseShape({ pose, look }: Posing): Shape {
  return {
    id: isFull(pose) ? 'draft' : POSE,
    kind: 'keypoints',
    box: keypointBounds(pose.placed),
    keypoints: pose.placed,
    limbs: look.limbs,
    line: 'solid',
    colour: look.colour,
    letter: look.mark,
    title: `New ${look.name}`,
    hatched: false,
    editable: false,
  }
}
