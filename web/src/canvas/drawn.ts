/** Shapes as people draw them: from what is shown, and back to what can be shown before the server has answered. */
import type { Drawn } from '@/api/types'
import { boxOfLone, keypointBounds, labelledPoints, moveKeypoint, nextVisibility } from '@/math/keypoints'
import { type Grip, moveCorner, type Outline, removeCorner } from '@/math/outline'
import { filled, ofRuns, painted, type Pixels, runLengths, type Stroke, traced } from '@/math/pixels'
import { union } from '@/math/boxes'
import { type ImageBox, imageBox, type ImagePoint, type Size } from '@/math/points'
import { polygonBounds, turnedBox } from '@/math/polygons'
import type { Shape } from './shape'

type Tuple = [number, number, number, number]

/** What a drawn shape says of how it looks. */
export type Place = Required<Pick<Shape, 'kind' | 'box' | 'polygons' | 'holes' | 'keypoints' | 'rotation'>>

const BARE = { polygons: null, holes: [], keypoints: null, rotation: null } as const

/** Are its corners handles? */
export const hasCorners = ({ kind }: Shape): boolean => kind === 'polygon'

/** Can it be turned? */
export const isTurnable = ({ kind = 'box' }: Shape): boolean => kind === 'box' || kind === 'rotated_box'

export const outlineOf = ({ polygons, holes }: Shape): Outline => ({ parts: polygons ?? [], holes: holes ?? [] })

export const drawnBox = (box: ImageBox): Drawn => ({ kind: 'box', box: tuple(box) })

export const drawnTurned = (box: ImageBox, rotation: number): Drawn => ({ kind: 'rotated_box', box: tuple(box), rotation })

export function drawnOutline({ parts, holes }: Outline): Drawn {
  const mutable = (loops: Outline['parts']): number[][] => loops.map((loop) => [...loop])
  return { kind: 'polygon', rings: mutable(parts), holes: mutable(holes) }
}

/** The shape with one corner or keypoint elsewhere. */
export function gripMoved(shape: Shape, grip: Grip, to: ImagePoint): Drawn {
  if (hasCorners(shape)) return drawnOutline(moveCorner(outlineOf(shape), grip, to))
  return drawnKeypoints(shape, moveKeypoint(shape.keypoints ?? [], grip.corner, to))
}

/** The shape without one of its corners; null where it has none that could go. */
export function gripRemoved(shape: Shape, grip: Grip): Drawn | null {
  const left = hasCorners(shape) ? removeCorner(outlineOf(shape), grip) : null
  return left && drawnOutline(left)
}

/** The shape with the next visibility of one keypoint; null where it has none. */
export function visibilityTurned(shape: Shape, grip: Grip): Drawn | null {
  return shape.keypoints ? drawnKeypoints(shape, nextVisibility(shape.keypoints, grip.corner)) : null
}

/** The shape as a mask after a stroke of the brush; null where nothing would be left of it. */
export function shapePainted(shape: Shape | null, stroke: Stroke, image: Size): Drawn | null {
  const pixels = painted(filled(shape === null ? [] : areaOf(shape), image), stroke)
  return pixels.set.includes(1) ? drawnMask(pixels) : null
}

/** The shape with what was drawn in place of what it was. */
export const withDrawn = (shape: Shape, drawn: Drawn): Shape => ({ ...shape, ...placeOf(drawn) })

/** How a drawn shape looks. */
export function placeOf(drawn: Drawn): Place {
  switch (drawn.kind) {
    case 'box':
      return { ...BARE, kind: 'box', box: boxOf(drawn.box) }
    case 'rotated_box': {
      const box = boxOf(drawn.box)
      return { ...BARE, kind: 'rotated_box', box, rotation: drawn.rotation, polygons: [turnedBox(box, drawn.rotation)] }
    }
    case 'polygon':
      return { ...BARE, kind: 'polygon', box: boundsOf(drawn.rings), polygons: drawn.rings, holes: drawn.holes ?? [] }
    case 'mask': {
      const polygons = traced(ofRuns(drawn.counts, drawn))
      return { ...BARE, kind: 'mask', box: boundsOf(polygons), polygons }
    }
    case 'keypoints':
      return { ...BARE, kind: 'keypoints', box: drawn.box ? boxOf(drawn.box) : keypointBounds(drawn.keypoints), keypoints: drawn.keypoints }
  }
}

/** Keypoints of a new label: the box is the one around them; of one alone, a small one that says where it is. */
export function newKeypoints(keypoints: number[], size: Size): Drawn {
  const [lone, ...others] = labelledPoints(keypoints)
  return { kind: 'keypoints', keypoints, box: lone === undefined || others.length > 0 ? null : tuple(boxOfLone(lone, size)) }
}

// The box stays where it is: it may show more of the object than its keypoints reach.
function drawnKeypoints({ box }: Shape, keypoints: number[]): Drawn {
  return { kind: 'keypoints', keypoints, box: box && tuple(box) }
}

function drawnMask(pixels: Pixels): Drawn {
  return { kind: 'mask', width: pixels.width, height: pixels.height, counts: runLengths(pixels) }
}

function areaOf(shape: Shape): Outline['parts'] {
  if (shape.polygons && shape.polygons.length > 0) return [...shape.polygons, ...(shape.holes ?? [])]
  return shape.box === null ? [] : [turnedBox(shape.box, 0)]
}

const boundsOf = (loops: Outline['parts']): ImageBox | null =>
  union(loops.map(polygonBounds).filter((box) => box !== null))

const boxOf = ([x, y, w, h]: readonly [number, number, number, number]): ImageBox => imageBox(x, y, w, h)

const tuple = ({ x, y, w, h }: ImageBox): Tuple => [x, y, w, h]
