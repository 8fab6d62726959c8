import type { FieldLevel } from '@/api/field-types'
import type { ListedItems } from '@/api/map-types'
import { Crop } from '@/canvas/crop'
import { shapeOf } from '@/canvas/shape-of'
import { useClasses } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { Icon } from '@/ui/icon'
import styles from './map.module.css'

interface MapEntryProps {
  readonly title: string
  readonly detail: string
  readonly items: ListedItems
  readonly level: FieldLevel
  readonly onChoose: () => void
}

const SHOWN = 5
const SIDE = 44

/** Some items of the map in one line: a click selects them, the arrow lists them in Explore. */
export function MapEntry({ title, detail, items, level, onChoose }: MapEntryProps) {
  const classes = useClasses()
  return (
    <li className={styles.item}>
      <button type="button" className={styles.choose} onClick={onChoose} title="Select these">
        <b className={styles.name}>{title}</b>
        <span className={styles.quiet}>{detail}</span>
        <span className={styles.strip}>
          {items.examples.slice(0, SHOWN).map(({ id, image, object }) => (
            <Crop key={id} image={image} shapes={object === null ? [] : [shapeOf(object, classes.look(object.class_id))]} drawn={[]} side={SIDE} context={1.3} />
          ))}
        </span>
      </button>
      <PlaceLink page="explore" patch={{ q: items.query, level }} className={styles.door} aria-label={`List in Explore: ${title}`} title="List in Explore">
        <Icon name="right" size={16} />
      </PlaceLink>
    </li>
  )
}
