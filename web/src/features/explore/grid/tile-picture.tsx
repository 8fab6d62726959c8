import type { ImageObject } from '@/api/types'
import { hasPicture } from '@/lib/image-problems'
import { number } from '@/lib/words'
import { stripAlong } from '@/math/strip'
import type { ClassBook } from '@/state/class-book'
import { Picture } from './picture'
import styles from './tile.module.css'
import { TileOverlay } from './tile-overlay'

interface TilePictureProps {
  readonly url: string
  readonly problem: string | null
  /** The part of the image that the picture shows, in image pixels; null where it is not known. */
  readonly frame: { readonly x: number; readonly y: number; readonly w: number; readonly h: number } | null
  readonly objects: readonly ImageObject[]
  readonly classes: ClassBook
}

/** A picture with its outlines. One that would be a hairline is drawn thicker than it is, and says its size. */
export function TilePicture({ url, problem, frame, objects, classes }: TilePictureProps) {
  const there = hasPicture(problem)
  const along = frame === null || !there ? null : stripAlong({ width: frame.w, height: frame.h })
  const both = (
    <>
      <Picture url={url} problem={problem} />
      {frame !== null && there && <TileOverlay objects={objects} classes={classes} frame={frame} stretched={along !== null} />}
    </>
  )
  if (frame === null || along === null) return both
  return (
    <>
      <div className={styles.strip} data-along={along}>
        {both}
      </div>
      <span className={styles.stripSize} data-along={along}>
        {number(Math.round(frame.w))} × {number(Math.round(frame.h))} px, drawn thicker
      </span>
    </>
  )
}
