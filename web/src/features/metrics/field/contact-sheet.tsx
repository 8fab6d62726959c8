import type { FieldQuestion, SheetBin } from '@/api/field-types'
import { useSize } from '@/lib/use-size'
import { amount, measure } from '@/lib/words'
import { useClasses } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { Panel } from '@/ui/panel'
import styles from './field-view.module.css'
import { NOUNS } from '../nouns'
import { itemKey, Thumb } from './thumb'
import { useOpenItem } from './use-open-item'

interface ContactSheetProps {
  readonly columns: readonly SheetBin[]
  readonly question: FieldQuestion
  readonly title: string
}

const GAP = 8
const WIDEST = 132

/** What a value looks like: from the lowest tenth to the highest, some of each. */
export function ContactSheet({ columns, question: { level, field }, title }: ContactSheetProps) {
  const classes = useClasses()
  const open = useOpenItem()
  const [ref, { width }] = useSize()
  const count = Math.max(columns.length, 1)
  const side = Math.min(Math.floor((width - (count - 1) * GAP) / count), WIDEST)
  const looks = columns.length > 1 ? `${amount(columns.length, 'part')} of about as many ${NOUNS[level]}s each, from the lowest.` : undefined
  return (
    <Panel title={`What ${title.toLowerCase()} looks like`} note={looks}>
      <div ref={ref} className={styles.sheet}>
        {side > 0 &&
          columns.map(({ low, high, count: rows, query, items }) => (
            <section key={low} className={styles.column} style={{ width: side }} aria-label={`${measure(low)} to ${measure(high)}`}>
              <PlaceLink page="explore" patch={{ q: query, level, sort: field }} className={styles.range} title={`${amount(rows, NOUNS[level])}: ${query}`}>
                {low === high ? measure(low) : `${measure(low)} – ${measure(high)}`}
              </PlaceLink>
              {items.map((item, index) => (
                <Thumb key={itemKey(item)} item={item} side={side} classes={classes} onOpen={() => open(items, index)} />
              ))}
            </section>
          ))}
      </div>
    </Panel>
  )
}
