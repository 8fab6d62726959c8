import type { ReactNode } from 'react'
import type { ImageDifference } from '@/api/version-types'
import type { ImageObject } from '@/api/types'
import { type Look, shapeOf } from '@/canvas/shape-of'
import { ThenAndNow } from '@/canvas/then-and-now'
import { useClasses } from '@/state/current'
import { changeWords, countWords } from '@/state/label-changes'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import styles from './image-differences.module.css'

const SIDE_PX = 260
const MOST_WORDS = 6

interface ImageDifferencesProps {
  readonly images: readonly ImageDifference[]
  /** Names of the two states. */
  readonly titles: readonly [string, string]
  /** What else there is to tell of an image. */
  readonly note?: (imageId: number) => ReactNode
}

/** The images that differ, each with its labels as they were and as they are, side by side (I10). */
export function ImageDifferences({ images, titles, note }: ImageDifferencesProps) {
  return (
    <ul className={styles.images} aria-label="Images that differ">
      {images.map((difference) => (
        <OneImage key={difference.image.id} difference={difference} titles={titles} note={note?.(difference.image.id)} />
      ))}
    </ul>
  )
}

interface OneImageProps {
  readonly difference: ImageDifference
  readonly titles: readonly [string, string]
  readonly note: ReactNode
}

function OneImage({ difference: { image, state, counts, before, after }, titles, note }: OneImageProps) {
  const classes = useClasses()
  const go = useGo()
  const look = (id: number): Look => classes.look(id)
  const shapes = (objects: readonly ImageObject[]) => objects.map((object) => shapeOf(object, look(object.class_id)))
  const told = pairs(before, after).map(([was, is]) => changeWords(was, is, (id) => look(id).name))
  return (
    <li>
      <header>
        <b>{image.name}</b>
        <span>{state === 'kept' ? countWords(counts) : `image ${state === 'deleted' ? 'removed' : 'added'}`}</span>
        <Button size="small" variant="quiet" disabled={state === 'deleted'} onClick={() => go({ image: image.id })}>
          Open
        </Button>
      </header>
      <ThenAndNow
        image={image}
        side={SIDE_PX}
        sides={[
          { title: titles[0], shapes: shapes(before) },
          { title: titles[1], shapes: shapes(after) },
        ]}
      />
      <p>
        {told.slice(0, MOST_WORDS).join('; ')}
        {told.length > MOST_WORDS && ` and ${told.length - MOST_WORDS} more`}
      </p>
      {note}
    </li>
  )
}

/** Each label as it was and as it is. */
function pairs(before: readonly ImageObject[], after: readonly ImageObject[]): readonly (readonly [ImageObject | null, ImageObject | null])[] {
  const [old, young] = [before, after].map((side) => new Map(side.map((label) => [label.id, label])))
  const ids = new Set([...before, ...after].map(({ id }) => id))
  return [...ids].map((id) => [old?.get(id) ?? null, young?.get(id) ?? null] as const)
}
