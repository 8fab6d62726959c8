/** The layer of shapes over an image: one canvas, drawn anew once per frame at most. */
import { useEffect, useRef } from 'react'

import type { Size } from '@/math/points'

import { drawPicture, type Picture } from './draw-shapes'
import styles from './image-viewer.module.css'

interface OverlayProps {
  readonly picture: Omit<Picture, 'accent'>
  readonly viewer: Size
}

export function Overlay({ picture, viewer }: OverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current) paint(canvas.current, picture, viewer)
    })
    return () => cancelAnimationFrame(frame)
  }, [picture, viewer])
  return <canvas ref={canvas} className={styles.overlay} aria-hidden="true" />
}

function paint(canvas: HTMLCanvasElement, picture: OverlayProps['picture'], viewer: Size): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const ratio = window.devicePixelRatio || 1
  const width = Math.round(viewer.width * ratio)
  const height = Math.round(viewer.height * ratio)
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  const accent = getComputedStyle(canvas).getPropertyValue('--acc').trim() || '#f0a53a'
  drawPicture(context, { ...picture, accent }, viewer)
}
