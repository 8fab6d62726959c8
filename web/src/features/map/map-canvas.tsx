import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { drawPoints, pointSize } from '@/canvas/draw-points'
import { cssPixel } from '@/canvas/point-colours'
import type { Area, Points } from '@/math/plane'
import { glPainter, type Painter } from './gl'
import styles from './map.module.css'
import { useMorph } from './use-morph'

interface MapCanvasProps {
  readonly points: Points
  /** Whose points they are: where these stay, the points move to their new places. */
  readonly ids: Uint32Array
  readonly inks: Uint32Array
  readonly selected: Uint8Array | null
  readonly area: Area
  readonly width: number
  readonly height: number
}

/** The points: by WebGL, or by the processor where there is none. Both show the same. */
export function MapCanvas(props: MapCanvasProps) {
  const [isPlain, setPlain] = useState(false)
  return isPlain ? <PlainCanvas {...props} /> : <GlCanvas {...props} onNone={setPlain} />
}

const ratio = (): number => window.devicePixelRatio || 1
const COVER = { many: 0.45, some: 0.7, few: 0.95 } as const
const coverOf = (count: number): number => (count > 200_000 ? COVER.many : count > 20_000 ? COVER.some : COVER.few)

const REST_MS = 160
const FRAME_MS = 34
const FEWEST = 50_000

function GlCanvas({ points, ids, inks, selected, area, width, height, onNone }: MapCanvasProps & { readonly onNone: (isNone: boolean) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const painter = useRef<Painter | null>(null)
  // How many points are drawn while the plane moves: as many as the machine draws in a frame.
  const most = useRef(4 * FEWEST)
  const last = useRef(0)
  const { from, moved } = useMorph(points, ids)
  useEffect(() => {
    painter.current = canvas.current === null ? null : glPainter(canvas.current)
    if (painter.current === null) onNone(true)
    return () => painter.current?.dispose()
  }, [onNone])
  useEffect(() => painter.current?.place(points, from), [points, from])
  useEffect(() => painter.current?.ink(inks, selected), [points, inks, selected])
  useEffect(() => {
    const total = points.xs.length
    const paint = (count: number): void => {
      const element = canvas.current
      if (element === null || painter.current === null || width <= 0 || height <= 0) return
      const [wide, high] = [Math.round(width * ratio()), Math.round(height * ratio())]
      if (element.width !== wide) element.width = wide
      if (element.height !== high) element.height = high
      painter.current.paint({ area, width: wide, height: high, size: pointSize(total) * ratio(), cover: coverOf(total), moved, count: Math.min(count, total) })
    }
    const frame = requestAnimationFrame((now) => {
      const took = now - last.current
      last.current = now
      if (took < REST_MS) most.current = took > FRAME_MS ? Math.max(FEWEST, most.current * 0.7) : Math.min(most.current * 1.3, 1e7)
      paint(most.current)
    })
    const rest = window.setTimeout(() => most.current < total && requestAnimationFrame(() => paint(total)), REST_MS)
    return () => {
      cancelAnimationFrame(frame)
      window.clearTimeout(rest)
    }
  }, [points, from, moved, inks, selected, area, width, height])
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height }} data-painter="webgl" aria-hidden="true" />
}

function PlainCanvas({ points, inks, selected, area, width, height }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isLight = useComputedColorScheme('dark') === 'light'
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d')
      const [wide, high] = [Math.round(width * ratio()), Math.round(height * ratio())]
      if (canvas.current === null || context === null || context === undefined || wide <= 0 || high <= 0) return
      canvas.current.width = wide
      canvas.current.height = high
      const ground = cssPixel(context, getComputedStyle(document.documentElement).getPropertyValue(isLight ? '--panel-3' : '--panel-2').trim())
      const picture = context.createImageData(wide, high)
      // What is hidden has no place.
      const xs = points.xs.map((x, at) => (inks[at] === 0 ? NaN : x))
      drawPoints(new Uint32Array(picture.data.buffer), { xs, ys: points.ys, colours: inks, selected }, { area, width: wide, height: high, size: pointSize(xs.length) * ratio(), ground })
      context.putImageData(picture, 0, 0)
    })
    return () => cancelAnimationFrame(frame)
  }, [points, inks, selected, area, width, height, isLight])
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height }} data-painter="canvas" aria-hidden="true" />
}
