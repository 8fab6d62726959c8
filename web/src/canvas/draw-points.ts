/** A cloud of points into pixels: written into the picture's memory, which is many times quicker than drawing shapes. */
import type { Area, Points } from '@/math/plane'

export interface Cloud extends Points {
  /** Of each point, as `pixel` makes it. */
  readonly colours: Uint32Array
  /** 1 for the points that are selected; null where nothing is. */
  readonly selected: Uint8Array | null
}

/** Opaque red, green and blue as one number in the order of a picture's memory. */
export function pixel(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

/** The colour at `part` of the way to another. */
export function mixPixel(from: number, to: number, part: number): number {
  const channel = (shift: number): number => {
    const [a, b] = [(from >>> shift) & 255, (to >>> shift) & 255]
    return Math.round(a + (b - a) * part)
  }
  return pixel(channel(0), channel(8), channel(16))
}

/** How large a point is drawn, in CSS pixels: many points are small ones. */
export function pointSize(count: number): number {
  return count > 30_000 ? 2 : count > 4_000 ? 3 : 5
}

/** Draws the points that lie in `area` into a picture of `width` x `height` pixels; selected ones last, others faded to `ground`. */
export function drawPoints(
  memory: Uint32Array,
  cloud: Cloud,
  { area, width, height, size, ground }: { area: Area; width: number; height: number; size: number; ground: number },
): void {
  memory.fill(0)
  const stamp = discOf(size, width)
  const reach = Math.ceil(size / 2)
  const [perX, perY] = [width / (area.x1 - area.x0), height / (area.y1 - area.y0)]
  const faded = fadingTo(ground)
  const { xs, ys, colours, selected } = cloud
  // Also what touches the edge is left out: the next row of memory is the other side.
  const isIn = (px: number, py: number): boolean => px >= reach && px < width - reach && py >= reach && py < height - reach
  const draw = (at: number, colour: number): void => {
    const px = Math.round(((xs[at] ?? NaN) - area.x0) * perX)
    const py = Math.round((area.y1 - (ys[at] ?? NaN)) * perY)
    if (!isIn(px, py)) return
    const centre = py * width + px
    for (const offset of stamp) memory[centre + offset] = colour
  }
  for (let at = 0; at < xs.length; at += 1) {
    const colour = colours[at] ?? 0
    draw(at, selected === null ? colour : faded(colour))
  }
  selected?.forEach((isSelected, at) => {
    if (isSelected === 1) draw(at, colours[at] ?? 0)
  })
}

const FADED = 0.75

/** Fades colours towards the ground; each of the few there are is mixed once. */
function fadingTo(ground: number): (colour: number) => number {
  const known = new Map<number, number>()
  return (colour) => {
    const seen = known.get(colour) ?? mixPixel(colour, ground, FADED)
    known.set(colour, seen)
    return seen
  }
}

/** The pixels of a disc as steps from its centre in a picture of this width. */
function discOf(size: number, width: number): Int32Array {
  const radius = size / 2
  const reach = Math.floor(radius)
  const steps: number[] = []
  for (let y = -reach; y <= reach; y += 1) {
    for (let x = -reach; x <= reach; x += 1) if (x * x + y * y <= radius * radius + 0.3) steps.push(y * width + x)
  }
  return Int32Array.from(steps)
}
