/** A square cut out of an image, with the evidence drawn over it: labels solid, predictions dashed. */
import { useState } from 'react'

import { useTransport } from '@/api/transport/context'
import { classNames } from '@/lib/class-names'
import { useConnection } from '@/lib/connection'
import type { ImageBox } from '@/math/points'
import { PIXELATED_ABOVE } from '@/math/view'

import styles from './crop.module.css'
import { type CropImage, cropPicture } from './crop-picture'
import { EvidenceLines } from './evidence-lines'
import type { Shape } from './shape'

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
  const returns = useConnection((state) => state.returns)
  const [broken, setBroken] = useState<string | null>(null)
  const boxes = shapes.map((shape) => shape.box).filter((box): box is ImageBox => box !== null)
  const { url, part, window, scale } = cropPicture(transport, image, boxes, { side, context })
  const fetch = `${returns} ${url}`
  return (
    <div className={classNames(styles.crop, className)} style={{ width: side, height: side }}>
      {broken === fetch || image.width === null ? (
        <span className={styles.broken}>cannot be shown</span>
      ) : (
        <img
          src={url}
          alt={image.name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(fetch)}
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
