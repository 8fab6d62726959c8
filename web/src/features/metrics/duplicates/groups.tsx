import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rowsByIdQuery } from '@/api/similar-queries'
import type { DedupePlan, DuplicateGroup } from '@/api/similar-types'
import { useTransport } from '@/api/transport/context'
import { type ImageItem, isImageItem, type Scope } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { number } from '@/lib/words'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import styles from './duplicates.module.css'

const STEP = 40
const MOST_SHOWN = 12

/** The groups one under the other; of each the image that stays comes first. */
export function Groups({ plan, scope }: { readonly plan: DedupePlan; readonly scope: Scope }) {
  const [shown, setShown] = useState(STEP)
  const groups = plan.groups.slice(0, shown)
  const ids = groups.flatMap(({ keep, remove }) => [keep, ...remove.slice(0, MOST_SHOWN)])
  const { data } = useQuery({ ...rowsByIdQuery(useTransport(), scope, 'image', ids), enabled: ids.length > 0 })
  const images = new Map(data?.items.flatMap((row) => (isImageItem(row) ? [[row.id, row] as const] : [])))
  return (
    <>
      <ul className={styles.groups}>
        {groups.map((group) => (
          <Group key={group.keep} group={group} images={images} />
        ))}
      </ul>
      {plan.total > shown && (
        <Button variant="quiet" onClick={() => setShown(shown + STEP)}>
          Show more of {number(plan.total)} groups
        </Button>
      )}
    </>
  )
}

interface GroupProps {
  readonly group: DuplicateGroup
  readonly images: ReadonlyMap<number, ImageItem>
}

function Group({ group: { keep, remove, why, splits, alike }, images }: GroupProps) {
  const rest = remove.length - MOST_SHOWN
  return (
    <li className={styles.group}>
      <p className={styles.told}>
        {splits.length > 1 && <em className={styles.leaks}>{splits.join(' and ')}</em>}
        <span>alike by {alike.length === 0 ? 'a chain of others' : alike.join(' and ')}</span>
      </p>
      <div className={styles.side}>
        <Tile id={keep} image={images.get(keep)} stays={why} />
        {remove.slice(0, MOST_SHOWN).map((id) => (
          <Tile key={id} id={id} image={images.get(id)} stays={null} />
        ))}
        {rest > 0 && <span className={styles.rest}>+{number(rest)}</span>}
      </div>
    </li>
  )
}

interface TileProps {
  readonly id: number
  readonly image: ImageItem | undefined
  /** Why it stays; null for one that goes. */
  readonly stays: string | null
}

function Tile({ id, image, stays }: TileProps) {
  const transport = useTransport()
  const go = useGo()
  const name = image?.name ?? `image ${id}`
  return (
    <button type="button" onClick={() => go({ image: id })} className={classNames(styles.tile, stays === null && styles.goes)} title={name} aria-label={`${name}, ${stays === null ? 'goes' : `stays: ${stays}`}`}>
      <span className={styles.picture}>{image !== undefined && <img src={transport.imageUrl(image, 256)} alt="" loading="lazy" />}</span>
      <span className={styles.line}>
        <b>{stays === null ? 'goes' : 'stays'}</b>
        {image !== undefined && (
          <span>
            {image.width} × {image.height}
            {image.split !== null && ` · ${image.split}`}
          </span>
        )}
      </span>
      {stays !== null && <span className={styles.why}>{stays}</span>}
    </button>
  )
}
