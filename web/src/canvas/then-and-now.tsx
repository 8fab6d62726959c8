/** The same part of an image twice: with shapes as they were, and as they are. */
import { Crop } from './crop'
import type { CropImage } from './crop-picture'
import type { Shape } from './shape'
import styles from './then-and-now.module.css'

interface ThenAndNowProps {
  readonly image: CropImage
  readonly sides: readonly [OneSide, OneSide]
  /** Of one square, in CSS pixels. */
  readonly side: number
}

interface OneSide {
  readonly title: string
  readonly shapes: readonly Shape[]
}

export function ThenAndNow({ image, sides, side }: ThenAndNowProps) {
  const around = sides.flatMap(({ shapes }) => shapes)
  return (
    <div className={styles.pair}>
      {sides.map(({ title, shapes }) => (
        <figure key={title} aria-label={`${title}: ${shapes.map((shape) => shape.title).join(', ') || 'not there'}`}>
          <Crop image={image} shapes={around} drawn={shapes} side={side} context={2.4} />
          <figcaption>
            {title}
            {shapes.length === 0 && <em> not there</em>}
          </figcaption>
        </figure>
      ))}
    </div>
  )
}
