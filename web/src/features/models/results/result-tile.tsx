import { memo, useMemo } from 'react'
import { TileFrame } from '@/actions/grid/tile-frame'
import type { ImageObject, ResultItem } from '@/api/types'
import { Crop } from '@/canvas/crop'
import { shapeOf } from '@/canvas/shape-of'
import { outcomeWords } from '@/lib/outcomes'
import { ratio } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { ClassBadge, ClassChip } from '@/ui/class-chip'
import { rowKey } from './result-list'
import { CONTEXT } from './result-pictures'
import styles from './results.module.css'

interface ResultTileProps {
  readonly item: ResultItem
  readonly index: number
  readonly total: number
  readonly current: boolean
  readonly side: number
  readonly classes: ClassBook
  /** What is drawn of it. */
  readonly labels: boolean
  readonly predictions: boolean
}

/** A label and the prediction that met it, or one of them alone, cut out of the image with what lies around. */
export const ResultTile = memo(function ResultTile({ item, index, total, current, side, classes, labels, predictions }: ResultTileProps) {
  const { label, prediction, others, image } = item
  const about = useMemo(() => [label, prediction].filter((object) => object !== null).map((object) => shapeOf(object, classes.look(object.class_id))), [label, prediction, classes])
  const drawn = useMemo(() => {
    const around = others.map((object) => shapeOf(object, classes.look(object.class_id), true))
    return [...around, ...about].filter(({ line }) => (line === 'solid' ? labels : predictions))
  }, [about, others, classes, labels, predictions])
  return (
    <TileFrame
      id={rowKey(item)}
      index={index}
      total={total}
      current={current}
      label={wordsOf(item, classes)}
      picture={
        <div title={`${wordsOf(item, classes)}\nDouble click opens the image`}>
          <Crop image={image} shapes={about} drawn={drawn} side={side} context={CONTEXT} className={styles.crop} />
        </div>
      }
      caption={<Caption item={item} classes={classes} />}
    />
  )
})

/** "Vest taken for Person, confidence 0.88, IoU 0.71, in yard.jpg". */
function wordsOf({ outcome, label, prediction, iou, image }: ResultItem, classes: ClassBook): string {
  const name = (object: ImageObject): string => classes.look(object.class_id).name
  const met = label !== null && prediction !== null && label.class_id !== prediction.class_id
  const object = label ?? prediction
  const what = met ? `${name(label)} taken for ${name(prediction)}` : object === null ? 'Object' : `${name(object)} ${outcomeWords(object.source, outcome)?.text ?? ''}`.trim()
  const score = prediction?.score == null ? '' : `, confidence ${ratio(prediction.score)}`
  return `${what}${score}${iou === null ? '' : `, IoU ${ratio(iou)}`}, in ${image.name}`
}

/** What it is, and what it is taken for where that is something else; how sure the model is. */
function Caption({ item: { label, prediction }, classes }: Pick<ResultTileProps, 'item' | 'classes'>) {
  const first = classes.look((label ?? prediction)?.class_id ?? null)
  const other = label !== null && prediction !== null && label.class_id !== prediction.class_id ? classes.look(prediction.class_id) : null
  return (
    <>
      <ClassChip colour={first.colour} mark={first.mark} name={first.name} />
      {other !== null && (
        <span className={styles.taken} title={`taken for ${other.name}`}>
          → <ClassBadge colour={other.colour} mark={other.mark} />
        </span>
      )}
      <span className={styles.score}>{prediction?.score == null ? '–' : ratio(prediction.score)}</span>
    </>
  )
}
