/** Keypoints that are placed one by one, in the order of their class. */
import { labelledPoints } from './keypoints'
import type { ImagePoint } from './points'

export interface Pose {
  /** The names of all of them. */
  readonly names: readonly string[]
  /** x, y, visibility of those that were asked for. */
  readonly placed: readonly number[]
  /** Does the next click place a hidden one? */
  readonly hides: boolean
}

export const beginPose = (names: readonly string[]): Pose => ({ names, placed: [], hides: false })

/** The place of the keypoint that is asked for. */
export const askedFor = ({ placed }: Pose): number => placed.length / 3

/** Was every keypoint asked for? */
export const isFull = (pose: Pose): boolean => askedFor(pose) >= pose.names.length

export const pointPlaced = (pose: Pose, { x, y }: ImagePoint): Pose => withNext(pose, [x, y, pose.hides ? 1 : 2])

/** The keypoint that is asked for is not labelled: 0, 0, 0, as COCO has it. */
export const pointSkipped = (pose: Pose): Pose => withNext(pose, [0, 0, 0])

export const hidingTurned = (pose: Pose): Pose => ({ ...pose, hides: !pose.hides })

export const pointTakenBack = (pose: Pose): Pose => ({ ...pose, placed: pose.placed.slice(0, -3), hides: false })

/** Keypoints that make a label: two, where the class has two; a box lies between them. */
export const leastLabelled = (names: readonly string[]): number => Math.min(2, names.length)

/** All keypoints, those that were not asked for not labelled; null where too few are labelled to make a label. */
export function poseDone({ names, placed }: Pose): number[] | null {
  const whole = [...placed, ...Array.from({ length: 3 * names.length - placed.length }, () => 0)]
  const places = new Set(labelledPoints(whole).map(({ x, y }) => `${x} ${y}`))
  return places.size < leastLabelled(names) ? null : whole
}

/** What is wanting where no label can be made. */
export const wanting = ({ names }: Pose): string => (leastLabelled(names) === 1 ? 'One keypoint must be placed' : 'Two keypoints must be placed at least')

/** "nose 1/17", "nose 1/17, hidden"; null where all were asked for. */
export function poseWords(pose: Pose): string | null {
  const name = pose.names[askedFor(pose)]
  if (name === undefined) return null
  return `${name} ${askedFor(pose) + 1}/${pose.names.length}${pose.hides ? ', hidden' : ''}`
}

function withNext(pose: Pose, triple: readonly number[]): Pose {
  return isFull(pose) ? pose : { ...pose, placed: [...pose.placed, ...triple], hides: false }
}
