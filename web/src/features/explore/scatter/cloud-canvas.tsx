import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import type { Area, Points } from '@/math/plane'
import type { ClassBook } from '@/state/class-book'
import { type Cloud, drawPoints, pointSize } from '@/canvas/draw-points'
import { cssPixel, pointColours } from '@/canvas/point-colours'
import styles from './scatter.module.css'

interface CloudCanvasProps {
  readonly points: Points
  readonly classIds: readonly number[] | null
  readonly classes: ClassBook
  readonly selected: Uint8Array | null
  readonly area: Area
  readonly width: number
  readonly height: number
}

/** The points, drawn once per frame at most, as sharp as the screen is. */
export function CloudCanvas({ points, classIds, classes, selected, area, width, height }: CloudCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isLight = useComputedColorScheme('dark') === 'light'
  const count = points.xs.length
  const paints = useMemo(() => {
    const context = document.createElement('canvas').getContext('2d')
    if (context === null) return null
    const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
    const colours = pointColours(context, { count, classIds, classes, plain: token('--blue'), isLight })
    return { colours, ground: cssPixel(context, token(isLight ? '--panel-3' : '--panel-2')) }
  }, [count, classIds, classes, isLight])
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current === null || paints === null) return
      paint(canvas.current, { ...points, colours: paints.colours, selected }, { area, width, height, ground: paints.ground })
    })
    return () => cancelAnimationFrame(frame)
  }, [points, paints, selected, area, width, height])
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height }} aria-hidden="true" />
}

function paint(canvas: HTMLCanvasElement, cloud: Cloud, { area, width, height, ground }: { area: Area; width: number; height: number; ground: number }): void {
  const context = canvas.getContext('2d')
  const ratio = window.devicePixelRatio || 1
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (context === null || wide <= 0 || high <= 0) return
  canvas.width = wide
  canvas.height = high
  const picture = context.createImageData(wide, high)
  drawPoints(new Uint32Array(picture.data.buffer), cloud, { area, width: wide, height: high, size: pointSize(cloud.xs.length) * ratio, ground })
  context.putImageData(picture, 0, 0)
}
