/** A cloud of points by WebGL 2: the points stay on the graphics card, so that moving and zooming cost next to nothing. */
import type { Area } from '@/math/plane'

export interface Spots {
  readonly xs: Float64Array
  readonly ys: Float64Array
}

export interface GlView {
  readonly area: Area
  readonly width: number
  readonly height: number
  /** Diameter of a point in pixels of the screen. */
  readonly size: number
  /** How much of a point covers what lies beneath. */
  readonly cover: number
  /** 0 where they come from, 1 at their places. */
  readonly moved: number
  /** How many of the points are drawn: any so many first ones are spread evenly over all. */
  readonly count: number
}

export interface Painter {
  /** Puts the points at their places; `from` is where they come from, null where they are there. */
  place(spots: Spots, from: Spots | null): void
  /** Packed as the memory of a picture, 0 is hidden. */
  ink(inks: Uint32Array): void
  /** 1 for the selected ones, null where nothing is selected. */
  choose(selected: Uint8Array | null): void
  paint(view: GlView): void
  dispose(): void
}

const VERTEX = `#version 300 es
in vec2 start;
in vec2 place;
in vec4 ink;
in float chosen;
uniform vec4 frame;
uniform float moved, size, turn, fade;
out vec4 colour;
void main() {
  bool drawn = ink.a > 0.0 && (turn < 0.5) == (chosen < 0.5);
  vec2 at = mix(start, place, moved) * frame.xy + frame.zw;
  gl_Position = drawn ? vec4(at, 0.0, 1.0) : vec4(9.0, 9.0, 9.0, 1.0);
  gl_PointSize = size;
  colour = vec4(ink.rgb, turn < 0.5 ? fade : 1.0);
}`

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 colour;
out vec4 shown;
void main() {
  vec2 off = gl_PointCoord * 2.0 - 1.0;
  if (dot(off, off) > 1.0) discard;
  shown = vec4(colour.rgb * colour.a, colour.a);
}`

/** Fades what is not selected while something is. */
const FADED = 0.18

/** A painter on this canvas; null where the browser has no WebGL 2. */
export function glPainter(canvas: HTMLCanvasElement): Painter | null {
  const gl = canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true, powerPreference: 'high-performance' })
  const program = gl === null ? null : build(gl)
  if (gl === null || program === null) return null
  const buffers = { start: gl.createBuffer(), place: gl.createBuffer(), ink: gl.createBuffer(), chosen: gl.createBuffer() }
  const uniform = (name: string) => gl.getUniformLocation(program, name)
  const [frame, moved, size, turn, fade] = ['frame', 'moved', 'size', 'turn', 'fade'].map(uniform)
  let isSelecting = false
  let order: Uint32Array = new Uint32Array()
  const fill = (name: keyof typeof buffers, data: Float32Array | Uint32Array | Uint8Array, parts: number, type: number): void => {
    const at = gl.getAttribLocation(program, name)
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[name])
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW)
    gl.enableVertexAttribArray(at)
    gl.vertexAttribPointer(at, parts, type, type === gl.UNSIGNED_BYTE && name === 'ink', 0, 0)
  }
  return {
    place(spots, from) {
      order = spread(spots.xs.length)
      const place = pairs(spots, order)
      fill('place', place, 2, gl.FLOAT)
      fill('start', from === null ? place : pairs(from, order), 2, gl.FLOAT)
    },
    ink(inks) {
      fill('ink', ordered(inks, order, new Uint32Array(order.length)), 4, gl.UNSIGNED_BYTE)
    },
    choose(selected) {
      const chosen = new Uint8Array(order.length)
      fill('chosen', selected === null ? chosen : ordered(selected, order, chosen), 1, gl.UNSIGNED_BYTE)
      isSelecting = selected !== null
    },
    paint({ area: { x0, x1, y0, y1 }, width, height, size: diameter, cover, moved: share, count }) {
      gl.viewport(0, 0, width, height)
      gl.clearColor(0, 0, 0, 0)
      gl.clear(gl.COLOR_BUFFER_BIT)
      gl.enable(gl.BLEND)
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
      gl.useProgram(program)
      gl.uniform4f(frame ?? null, 2 / (x1 - x0), 2 / (y1 - y0), -(x1 + x0) / (x1 - x0), -(y1 + y0) / (y1 - y0))
      gl.uniform1f(moved ?? null, share)
      gl.uniform1f(size ?? null, diameter)
      gl.uniform1f(fade ?? null, isSelecting ? FADED : cover)
      for (const pass of isSelecting ? [0, 1] : [0]) {
        gl.uniform1f(turn ?? null, pass)
        gl.drawArrays(gl.POINTS, 0, count)
      }
    },
    dispose() {
      for (const buffer of Object.values(buffers)) gl.deleteBuffer(buffer)
      gl.deleteProgram(program)
    },
  }
}

function build(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram()
  for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
    const shader = gl.createShader(type)
    if (shader === null) return null
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : null
}

const STEP = 0.618_033_988_749_895

/** All places, in an order whose every beginning is spread evenly: steps of the golden section, made whole and prime to the count. */
export function spread(count: number): Uint32Array {
  let step = Math.max(1, Math.round(count * STEP))
  while (divisor(step, count) > 1) step += 1
  const order = new Uint32Array(count)
  let place = 0
  for (let at = 0; at < count; at += 1) {
    order[at] = place
    place += step
    if (place >= count) place -= count
  }
  return order
}

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other))

// Plain loops: over a million points a call for each takes ten times as long.
function ordered<T extends Uint8Array | Uint32Array>(values: T, order: Uint32Array, found: T): T {
  for (let place = 0; place < order.length; place += 1) found[place] = values[order[place] ?? 0] ?? 0
  return found
}

function pairs({ xs, ys }: Spots, order: Uint32Array): Float32Array {
  const found = new Float32Array(2 * order.length)
  for (let place = 0; place < order.length; place += 1) {
    const at = order[place] ?? 0
    found[2 * place] = xs[at] ?? 0
    found[2 * place + 1] = ys[at] ?? 0
  }
  return found
}
