/** A square cut out of an image, with the evidence drawn over it: labels solid, predictions dashed. */
import { useState } from 'react'

import type { ThumbnailSize } from '@/api/transport/transport'
import { classNames } from '@/lib/class-names'
import { cropWindow } from '@/math/crop-window'
import type { ImageBox, Size } from '@/math/points'
import { PIXELATED_ABOVE } from '@/math/view'
import styles from './crop.module.css'
import { EvidenceLines } from './evidence-lines'
import type { Shape } from './shape'
import { sizeForCrop } from './thumbnail-size'

interface CropProps {
  readonly image: Size & { readonly name: string }
  /** Address of the picture at a size of its longer side, or of the whole one. */
  readonly url: (size?: ThumbnailSize) => string
  /** What the crop is about; the first ones decide what is in sight. */
  readonly shapes: readonly Shape[]
  /** Side of the square in CSS pixels. */
  readonly side: number
  /** How much around the shapes is shown, as a multiple of their size. */
  readonly context?: number
  readonly className?: string | undefined
}

export function Crop({ image, url, shapes, side, context = 1.8, className }: CropProps) {
  const [broken, setBroken] = useState(false)
  const boxes = shapes.map((shape) => shape.box).filter((box): box is ImageBox => box !== null)
  const window = cropWindow(boxes, image, context)
  const scale = side / Math.max(window.w, 1)
  const size = sizeForCrop(image, scale)
  return (
    <div className={classNames(styles.crop, className)} style={{ width: side, height: side }}>
      {broken ? (
        <span className={styles.broken}>cannot be shown</span>
      ) : (
        <img
          src={url(size)}
          alt={image.name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
          style={{
            width: image.width * scale,
            height: image.height * scale,
            transform: `translate(${-window.x * scale}px, ${-window.y * scale}px)`,
            imageRendering: scale > PIXELATED_ABOVE ? 'pixelated' : 'auto',
          }}
        />
      )}
      <EvidenceLines shapes={shapes} window={window} scale={scale} />
    </div>
  )
}
