import { useQuery } from '@tanstack/react-query'
import { createPortal } from 'react-dom'
import { searchQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import { Crop } from '@/canvas/crop'
import { shapeOf } from '@/canvas/shape-of'
import { useLate } from '@/lib/use-late'
import type { ClassBook } from '@/state/class-book'
import { useCurrent } from '@/state/current'
import type { WallData } from '../types'
import styles from './wall.module.css'

interface WholeImageProps {
  readonly level: WallData['level']
  readonly id: number
  readonly classes: ClassBook
}

/** The image that a crop was cut from, with the box it was cut at: shown over everything for as long as the key is held. */
export function WholeImage({ level, id, classes }: WholeImageProps) {
  const scope = useCurrent()?.scope
  const transport = useTransport()
  const { data, error, isPending } = useQuery({
    ...searchQuery(transport, { dataset: scope?.dataset ?? 0, run: scope?.run ?? null, level, query: `id = ${id}`, limit: 1, offset: 0, descending: false, confidence: 1 }),
    enabled: scope !== undefined,
  })
  const isLate = useLate(isPending)
  const item = data?.items[0]
  const side = Math.floor(Math.min(window.innerWidth, window.innerHeight) * 0.86)
  return createPortal(
    <div className={styles.whole} role="status" aria-live="polite">
      {item === undefined ? <p>{wordsOf(error !== null, isLate)}</p> : <Picture item={item} side={side} classes={classes} />}
    </div>,
    document.body,
  )
}

function wordsOf(isBroken: boolean, isLate: boolean): string {
  if (isBroken) return 'The image cannot be had now. Let go of the key, and try again.'
  return isLate ? 'The image is on its way' : ''
}

function Picture({ item, side, classes }: { readonly item: SearchItem; readonly side: number; readonly classes: ClassBook }) {
  const [image, objects] = isObjectItem(item) ? [item.image, [item.object]] : isImageItem(item) ? [item, item.objects] : [null, []]
  if (image === null) return null
  const shapes = objects.map((object) => shapeOf(object, classes.look(object.class_id)))
  return (
    <figure>
      <Crop image={image} shapes={[]} drawn={shapes} side={side} />
      <figcaption>{image.name}</figcaption>
    </figure>
  )
}
