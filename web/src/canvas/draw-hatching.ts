/** The hatching of crowd and ignored regions. */
const STEP = 8
const tiles = new Map<string, HTMLCanvasElement>()

/** A pattern of slanted lines in this colour; null where the browser cannot make one. */
export function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = tiles.get(colour) ?? drawTile(colour)
  tiles.set(colour, tile)
  return context.createPattern(tile, 'repeat')
}

function drawTile(colour: string): HTMLCanvasElement {
  const tile = document.createElement('canvas')
  tile.width = STEP
  tile.height = STEP
  const context = tile.getContext('2d')
  if (context === null) return tile
  context.strokeStyle = colour
  context.lineWidth = 1
  context.beginPath()
  for (const shift of [-STEP, 0, STEP]) {
    context.moveTo(shift, STEP)
    context.lineTo(shift + STEP, 0)
  }
  context.stroke()
  return tile
}
