import { pixel } from './draw-points'

/** Any colour of CSS as a pixel; the canvas knows how to read it. */
export function cssPixel(context: CanvasRenderingContext2D, colour: string, share = 1): number {
  context.fillStyle = '#000'
  context.fillStyle = colour
  const digits = Number.parseInt(String(context.fillStyle).slice(1, 7), 16) || 0
  const channel = (shift: number): number => Math.round(((digits >> shift) & 255) * share)
  return pixel(channel(16), channel(8), channel(0))
}
