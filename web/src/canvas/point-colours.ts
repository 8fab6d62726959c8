import { pixel } from './draw-points'

/** What gives a class its colour. */
interface Colours {
  look(id: number): { readonly colour: string }
}

/** How bright class colours are on a light ground, where they are made for a dark one. */
const ON_LIGHT = 0.78

/** Any colour of CSS as a pixel; the canvas knows how to read it. */
export function cssPixel(context: CanvasRenderingContext2D, colour: string, share = 1): number {
  context.fillStyle = '#000'
  context.fillStyle = colour
  const digits = Number.parseInt(String(context.fillStyle).slice(1, 7), 16) || 0
  const channel = (shift: number): number => Math.round(((digits >> shift) & 255) * share)
  return pixel(channel(16), channel(8), channel(0))
}

/** The colour of each point: that of its class, or one for all where they have none. */
export function pointColours(
  context: CanvasRenderingContext2D,
  { count, classIds, classes, plain, isLight }: { count: number; classIds: readonly number[] | null; classes: Colours; plain: string; isLight: boolean },
): Uint32Array {
  if (classIds === null) return new Uint32Array(count).fill(cssPixel(context, plain))
  const known = new Map<number, number>()
  return Uint32Array.from(classIds, (id) => {
    const seen = known.get(id)
    if (seen !== undefined) return seen
    const colour = cssPixel(context, classes.look(id).colour, isLight ? ON_LIGHT : 1)
    known.set(id, colour)
    return colour
  })
}
