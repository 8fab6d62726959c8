import { memo, useMemo } from 'react'
import { TileFrame } from '@/actions/grid/tile-frame'
import { useTransport } from '@/api/transport/context'
import type { ThumbnailSize } from '@/api/transport/transport'
import type { ObjectItem } from '@/api/types'
import { ratio } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { ClassChip } from '@/ui/class-chip'
import { CROP_CONTEXT } from '../row-pictures'
import { cropFrame } from './crop-frame'
import styles from './tile.module.css'
import { OutlierTag, SortedValue, type TileFacts, useTileFacts } from './tile-facts'
import { TilePicture } from './tile-picture'

interface ObjectTileProps extends TileFacts {
  readonly item: ObjectItem
  readonly index: number
  readonly total: number
  readonly current: boolean
  readonly size: ThumbnailSize
  readonly classes: ClassBook
}

/** A label or a prediction, cut out of its image. */
export const ObjectTile = memo(function ObjectTile({ item, index, total, current, size, classes, sorted, facts }: ObjectTileProps) {
  const { object, image } = item
  const transport = useTransport()
  const look = classes.look(object.class_id)
  const frame = useMemo(() => cropFrame(object, image, CROP_CONTEXT), [object, image])
  const objects = useMemo(() => [object], [object])
  const marks = useTileFacts({ sorted, facts }, current)
  const score = object.score === null ? '' : `, confidence ${ratio(object.score)}`
  return (
    <TileFrame
      id={object.id}
      index={index}
      total={total}
      current={current}
      label={[`${look.name} in ${image.name}${score}`, ...marks.map(({ text }) => text)].join(', ')}
      picture={
        <div className={styles.pointer} title={image.name}>
          <TilePicture url={transport.cropUrl(object, { size, context: CROP_CONTEXT })} problem={image.problem} frame={frame} objects={objects} classes={classes} />
          <OutlierTag marks={marks} />
        </div>
      }
      caption={
        <>
          <ClassChip colour={look.colour} mark={look.mark} name={look.name} />
          {object.score !== null && <span className={styles.score}>{ratio(object.score)}</span>}
          {sorted?.name !== 'score' && <SortedValue sorted={sorted} value={item.sort_value} />}
        </>
      }
    />
  )
})
