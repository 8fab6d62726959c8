/** The boxes of a tile as a few SVG paths: one per class and kind, not one element per box. */
import type { ImageObject } from '@/api/types'

export interface Drawn {
  readonly labels: boolean
  readonly predictions: boolean
  readonly confidence: number
}

export interface Outline {
  readonly key: string
  readonly classId: number
  readonly source: ImageObject['source']
  readonly path: string
}

/** A tile that would be covered by lines shows its most confident ones. */
const MOST = 120

/** What is drawn of an image: labels if wished, and predictions at or above the threshold if wished. */
export function drawnObjects(objects: readonly ImageObject[], drawn: Drawn): ImageObject[] {
  const shown = objects.filter((object) =>
    object.source === 'label' ? drawn.labels : drawn.predictions && (object.score ?? 1) >= drawn.confidence,
  )
  if (shown.length <= MOST) return shown
  return [...shown].sort((a, b) => (b.score ?? 2) - (a.score ?? 2)).slice(0, MOST)
}

const tenth = (value: number): number => Math.round(value * 10) / 10

/** One box as a closed path in image pixels, turned where it is turned; empty for a label of the whole image. */
export function boxPath({ x, y, w, h, rotation }: Pick<ImageObject, 'x' | 'y' | 'w' | 'h' | 'rotation'>): string {
  if (x === null || y === null || w === null || h === null) return ''
  if (rotation === null || rotation === 0) return `M${tenth(x)} ${tenth(y)}h${tenth(w)}v${tenth(h)}h${tenth(-w)}z`
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)]
  const corner = (dx: number, dy: number): string =>
    `${tenth(x + w / 2 + (dx * w * cos - dy * h * sin) / 2)} ${tenth(y + h / 2 + (dx * w * sin + dy * h * cos) / 2)}`
  return `M${corner(-1, -1)}L${corner(1, -1)}L${corner(1, 1)}L${corner(-1, 1)}z`
}

/** The outlines of these objects, predictions first so that labels lie on top. */
export function outlines(objects: readonly ImageObject[]): Outline[] {
  const byKey = new Map<string, Outline>()
  for (const object of objects) {
    const piece = boxPath(object)
    if (piece === '') continue
    const key = `${object.source}:${object.class_id}`
    const before = byKey.get(key)
    byKey.set(key, { key, classId: object.class_id, source: object.source, path: (before?.path ?? '') + piece })
  }
  const all = [...byKey.values()]
  return [...all.filter(({ source }) => source === 'prediction'), ...all.filter(({ source }) => source === 'label')]
}

/** The smallest box under a point, in image pixels: the one that a person means. */
export function objectAt(objects: readonly ImageObject[], px: number, py: number): ImageObject | null {
  let found: ImageObject | null = null
  let smallest = Number.POSITIVE_INFINITY
  for (const object of objects) {
    const { x, y, w, h } = object
    if (x === null || y === null || w === null || h === null) continue
    const inside = px >= x && px <= x + w && py >= y && py <= y + h
    if (inside && w * h < smallest) {
      found = object
      smallest = w * h
    }
  }
  return found
}

/** Labels of the whole image, and of the predictions of the whole image the most confident one. */
export function wholeImageObjects(objects: readonly ImageObject[]): ImageObject[] {
  const whole = objects.filter(({ x }) => x === null)
  const labels = whole.filter(({ source }) => source === 'label')
  const best = whole.filter(({ source }) => source === 'prediction').sort((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]
  return best === undefined ? labels : [...labels, best]
}
