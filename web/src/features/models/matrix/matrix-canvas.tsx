import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { paletteAt } from './colours'
import { drawMatrix, type Drawing } from './draw-matrix'
import styles from './matrix.module.css'

/** The picture of the matrix, drawn anew once per frame at most, as sharp as the screen is. */
export function MatrixCanvas({ drawing }: { readonly drawing: Omit<Drawing, 'palette'> }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useComputedColorScheme('dark')
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current !== null) paint(canvas.current, drawing)
    })
    return () => cancelAnimationFrame(frame)
  })
  return <canvas ref={canvas} className={styles.canvas} data-scheme={scheme} aria-hidden="true" />
}

function paint(canvas: HTMLCanvasElement, drawing: Omit<Drawing, 'palette'>): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const ratio = window.devicePixelRatio || 1
  const { width, height } = drawing.layout
  const [pixelsWide, pixelsHigh] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== pixelsWide || canvas.height !== pixelsHigh) {
    canvas.width = pixelsWide
    canvas.height = pixelsHigh
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  drawMatrix(context, { ...drawing, palette: paletteAt(canvas) })
}
