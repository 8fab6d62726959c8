import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import type { Area, Points } from '@/math/plane'
import { type Cloud, drawPoints, pointSize } from '@/canvas/draw-points'
import { cssPixel } from '@/canvas/point-colours'
import styles from './scatter.module.css'

interface CloudCanvasProps {
  readonly points: Points
  /** One ink per point. */
  readonly inks: Uint32Array
  readonly selected: Uint8Array | null
  readonly area: Area
  readonly width: number
  readonly height: number
}

/** The points, drawn once per frame at most, as sharp as the screen is. */
export function CloudCanvas({ points, inks, selected, area, width, height }: CloudCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isLight = useComputedColorScheme('dark') === 'light'
  const ground = useMemo(() => {
    const context = document.createElement('canvas').getContext('2d')
    if (context === null) return 0
    const token = getComputedStyle(document.documentElement).getPropertyValue(isLight ? '--panel-3' : '--panel-2')
    return cssPixel(context, token.trim())
  }, [isLight])
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current !== null) paint(canvas.current, { ...points, colours: inks, selected }, { area, width, height, ground })
    })
    return () => cancelAnimationFrame(frame)
  }, [points, inks, ground, selected, area, width, height])
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
