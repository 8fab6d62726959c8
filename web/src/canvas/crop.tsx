/** A square cut out of an image, with the evidence drawn over it: labels solid, predictions dashed. */
import { useState } from 'react'

import { useTransport } from '@/api/transport/context'
import { type Picture, THUMBNAIL_SIZES, type ThumbnailSize } from '@/api/transport/transport'
import { classNames } from '@/lib/class-names'
import { cropWindow, wholePixels } from '@/math/crop-window'
import type { ImageBox } from '@/math/points'
import { PIXELATED_ABOVE } from '@/math/view'

import styles from './crop.module.css'
import { EvidenceLines } from './evidence-lines'
import type { Shape } from './shape'

/** The image to cut from; its size is null where it could not be read. */
export interface CropImage extends Picture {
  readonly name: string
  readonly width: number | null
  readonly height: number | null
}

interface CropProps {
  readonly image: CropImage
  /** What the crop is about: all of it is in sight. Without any, the whole image is. */
  readonly shapes: readonly Shape[]
  /** What is drawn, where that is not just what the crop is about. */
  readonly drawn?: readonly Shape[]
  /** Side of the square in CSS pixels. */
  readonly side: number
  /** How much around the shapes is shown, as a multiple of their size. */
  readonly context?: number
  readonly className?: string | undefined
}

export function Crop({ image, shapes, drawn = shapes, side, context = 1.8, className }: CropProps) {
  const transport = useTransport()
  const [broken, setBroken] = useState<string | null>(null)
  const size = { width: image.width ?? 0, height: image.height ?? 0 }
  const boxes = shapes.map((shape) => shape.box).filter((box): box is ImageBox => box !== null)
  const window = cropWindow(boxes, size, context)
  const part = wholePixels(window, size)
  const scale = side / Math.max(window.w, 1)
  const url = transport.regionUrl(image, part, pictureSize(Math.max(part.w, part.h) * scale))
  return (
    <div className={classNames(styles.crop, className)} style={{ width: side, height: side }}>
      {broken === url || image.width === null ? (
        <span className={styles.broken}>cannot be shown</span>
      ) : (
        <img
          src={url}
          alt={image.name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(url)}
          style={{
            left: (part.x - window.x) * scale,
            top: (part.y - window.y) * scale,
            width: part.w * scale,
            height: part.h * scale,
            imageRendering: scale > PIXELATED_ABOVE ? 'pixelated' : 'auto',
          }}
        />
      )}
      <EvidenceLines shapes={drawn} window={window} scale={scale} />
    </div>
  )
}

/** The smallest picture that is sharp when its longer side takes this many CSS pixels. */
function pictureSize(shown: number): ThumbnailSize {
  const needed = shown * (window.devicePixelRatio || 1)
  return THUMBNAIL_SIZES.find((size) => size >= needed * 0.95) ?? 1024
}
