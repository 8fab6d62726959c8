import { TileFrame } from '@/actions/grid/tile-frame'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import { Crop } from '@/canvas/crop'
import { shapeOf } from '@/canvas/shape-of'
import { useClasses } from '@/state/current'
import { ClassChip } from '@/ui/class-chip'
import { Icon } from '@/ui/icon'
import { itemWords } from '../state-words'
import styles from './one.module.css'

/** What is wrong with an item now, and whether somebody is done with it. */
export interface ItemState {
  readonly error: string | null
  readonly done: 'checked' | 'gone' | null
}

interface ItemTileProps {
  readonly item: SearchItem
  readonly index: number
  readonly total: number
  readonly current: boolean
  readonly side: number
  readonly state: ItemState | undefined
}

/** An item with its class, what is wrong with it, and a tick where it is done. */
export function ItemTile({ item, side, state, ...place }: ItemTileProps) {
  const classes = useClasses()
  const told = state === undefined ? '' : itemWords(state)
  if (isImageItem(item)) {
    return <TileFrame id={item.id} label={[item.name, told].filter(Boolean).join(', ')} {...place} picture={<Pictured state={state}><Crop image={item} shapes={[]} side={side} /></Pictured>} caption={<Caption name={item.name} told={told} />} />
  }
  if (!isObjectItem(item)) return null
  const { object, image } = item
  const look = classes.look(object.class_id)
  return (
    <TileFrame
      id={object.id}
      label={[`${look.name} in ${image.name}`, told].filter(Boolean).join(', ')}
      {...place}
      picture={<Pictured state={state}><Crop image={image} shapes={[shapeOf(object, look)]} side={side} context={1.5} /></Pictured>}
      caption={
        <>
          <ClassChip colour={look.colour} mark={look.mark} name={look.name} />
          {told !== '' && <span className={styles.error} title={told}>{told}</span>}
        </>
      }
    />
  )
}

function Pictured({ state, children }: { readonly state: ItemState | undefined; readonly children: React.ReactNode }) {
  const isDone = (state?.done ?? null) !== null
  return (
    <div className={styles.pictured} data-done={isDone}>
      {children}
      {isDone && (
        <span className={styles.mark} aria-hidden="true">
          <Icon name="check" size={14} />
        </span>
      )}
    </div>
  )
}

function Caption({ name, told }: { readonly name: string; readonly told: string }) {
  return (
    <>
      <span className={styles.file} title={name}>{name}</span>
      {told !== '' && <span className={styles.error}>{told}</span>}
    </>
  )
}
