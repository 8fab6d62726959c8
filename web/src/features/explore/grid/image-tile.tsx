import { memo, useMemo } from 'react'
import { TileFrame } from '@/actions/grid/tile-frame'
import { useTransport } from '@/api/transport/context'
import type { ThumbnailSize } from '@/api/transport/transport'
import type { ImageItem, ImageObject } from '@/api/types'
import { imageProblem } from '@/lib/image-problems'
import { amount, ratio } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { ClassChip } from '@/ui/class-chip'
import { HoverName, usePointedObject } from './hover-name'
import { type Drawn, drawnObjects, wholeImageObjects } from './outlines'
import styles from './tile.module.css'
import { OutlierTag, SortedValue, type TileFacts, useTileFacts } from './tile-facts'
import { TilePicture } from './tile-picture'

interface ImageTileProps extends TileFacts {
  readonly item: ImageItem
  readonly index: number
  readonly total: number
  readonly current: boolean
  readonly size: ThumbnailSize
  readonly classes: ClassBook
  readonly drawn: Drawn
  readonly hasRun: boolean
}

/** An image with its objects. */
export const ImageTile = memo(function ImageTile({ item, index, total, current, size, classes, drawn, hasRun, sorted, facts }: ImageTileProps) {
  const transport = useTransport()
  const objects = useMemo(() => drawnObjects(item.objects, drawn), [item.objects, drawn])
  const frame = useMemo(() => ({ x: 0, y: 0, w: item.width ?? 1, h: item.height ?? 1 }), [item.width, item.height])
  const { pointed, ...pointer } = usePointedObject(objects, frame)
  const counts = countWords(item, hasRun, drawn.confidence)
  const marks = useTileFacts({ sorted, facts }, current)
  return (
    <TileFrame
      id={item.id}
      index={index}
      total={total}
      current={current}
      label={[item.name, counts, ...(item.problem === null ? [] : [imageProblem(item.problem)]), ...marks.map(({ text }) => text)].join(', ')}
      picture={
        <div className={styles.pointer} title={item.name} {...pointer}>
          <TilePicture url={transport.imageUrl(item, size)} problem={item.problem} frame={frame} objects={objects} classes={classes} />
          {pointed !== null && <HoverName pointed={pointed} classes={classes} />}
          <OutlierTag marks={marks} />
        </div>
      }
      caption={
        <>
          <Caption objects={objects} classes={classes} counts={counts} />
          <SortedValue sorted={sorted} value={item.sort_value} />
        </>
      }
    />
  )
})

function countWords({ labels, predictions: sent, objects }: ImageItem, hasRun: boolean, confidence: number): string {
  const given = objects.filter(({ source }) => source === 'prediction')
  // The server counts from its own step of the threshold; where all of them came along, the exact number is told.
  const predictions = given.length === sent ? given.filter(({ score }) => (score ?? 1) >= confidence).length : sent
  return hasRun ? `${amount(labels, 'label')} · ${amount(predictions, 'prediction')}` : amount(labels, 'label')
}

interface CaptionProps {
  readonly objects: readonly ImageObject[]
  readonly classes: ClassBook
  readonly counts: string
}

/** How many objects there are; of a whole image rather what it is said to be, and what the model says. */
function Caption({ objects, classes, counts }: CaptionProps) {
  const whole = useMemo(() => wholeImageObjects(objects), [objects])
  if (whole.length === 0) return counts
  return whole.map(({ id, source, class_id, score }) => {
    const look = classes.look(class_id)
    return (
      <span key={`${source}:${id}`} className={source === 'label' ? styles.said : styles.predicted}>
        <ClassChip colour={look.colour} mark={look.mark} name={look.name} />
        {score !== null && <em>{ratio(score)}</em>}
      </span>
    )
  })
}
