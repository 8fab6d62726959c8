import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type Cloud, drawPoints, pointSize } from '@/canvas/draw-points'
import { cssPixel } from '@/canvas/point-colours'
import type { Area, Points } from '@/math/plane'
import { glPainter, type Painter, spread } from './gl'
import styles from './map.module.css'
import { paintBudget } from './paint-budget'
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

function GlCanvas({ points, ids, inks, selected, area, width, height, onNone }: MapCanvasProps & { readonly onNone: (isNone: boolean) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const painter = useRef<Painter | null>(null)
  const [budget] = useState(paintBudget)
  const { from, moved } = useMorph(points, ids)
  useEffect(() => {
    painter.current = canvas.current === null ? null : glPainter(canvas.current)
    if (painter.current === null) onNone(true)
    return () => painter.current?.dispose()
  }, [onNone])
  useEffect(() => painter.current?.place(points, from), [points, from])
  useEffect(() => painter.current?.ink(inks), [points, inks])
  useEffect(() => painter.current?.choose(selected), [points, selected])
  useEffect(() => {
    const total = points.xs.length
    const paint = (count: number): void => {
      const element = canvas.current
      if (element === null || painter.current === null || width <= 0 || height <= 0) return
      const [wide, high] = [Math.round(width * ratio()), Math.round(height * ratio())]
      if (element.width !== wide) element.width = wide
      if (element.height !== high) element.height = high
      painter.current.paint({ area, width: wide, height: high, size: pointSize(total) * ratio(), cover: coverOf(total), moved, count })
    }
    return budget.draw(total, paint)
  }, [points, from, moved, inks, selected, area, width, height, budget])
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height }} data-painter="webgl" aria-hidden="true" />
}

function PlainCanvas({ points, inks, selected, area, width, height }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isLight = useComputedColorScheme('dark') === 'light'
  const [budget] = useState(paintBudget)
  const cloud = useMemo(() => spreadCloud(points, inks, selected), [points, inks, selected])
  useEffect(() => {
    const total = cloud.xs.length
    return budget.draw(total, (count) => {
      const context = canvas.current?.getContext('2d')
      const [wide, high] = [Math.round(width * ratio()), Math.round(height * ratio())]
      if (canvas.current === null || context === null || context === undefined || wide <= 0 || high <= 0) return
      canvas.current.width = wide
      canvas.current.height = high
      const ground = cssPixel(context, getComputedStyle(document.documentElement).getPropertyValue(isLight ? '--panel-3' : '--panel-2').trim())
      const picture = context.createImageData(wide, high)
      drawPoints(new Uint32Array(picture.data.buffer), firstOf(cloud, count), { area, width: wide, height: high, size: pointSize(total) * ratio(), ground })
      context.putImageData(picture, 0, 0)
    })
  }, [cloud, area, width, height, isLight, budget])
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height }} data-painter="canvas" aria-hidden="true" />
}

/** The points in an order whose every beginning is spread evenly over all; what is hidden has no place. */
function spreadCloud({ xs, ys }: Points, inks: Uint32Array, selected: Uint8Array | null): Cloud {
  const order = spread(xs.length)
  const cloud = { xs: new Float64Array(order.length), ys: new Float64Array(order.length), colours: new Uint32Array(order.length), selected: selected === null ? null : new Uint8Array(order.length) }
  for (let place = 0; place < order.length; place += 1) {
    const at = order[place] ?? 0
    cloud.xs[place] = inks[at] === 0 ? NaN : (xs[at] ?? NaN)
    cloud.ys[place] = ys[at] ?? NaN
    cloud.colours[place] = inks[at] ?? 0
    if (cloud.selected !== null) cloud.selected[place] = selected?.[at] ?? 0
  }
  return cloud
}

const firstOf = ({ xs, ys, colours, selected }: Cloud, count: number): Cloud => ({ xs: xs.subarray(0, count), ys: ys.subarray(0, count), colours: colours.subarray(0, count), selected: selected?.subarray(0, count) ?? null })
