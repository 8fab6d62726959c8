import type { FieldItem, FieldPage, FieldQuestion } from '@/api/field-types'
import { useSize } from '@/lib/use-size'
import { useClasses } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { Panel } from '@/ui/panel'
import styles from './field-view.module.css'
import { itemKey, Thumb } from './thumb'
import { useOpenItem } from './use-open-item'

interface ExtremesProps {
  readonly page: FieldPage
  readonly question: FieldQuestion
}

/** What stands at both ends, as pictures. */
export function Extremes({ page, question }: ExtremesProps) {
  return (
    <div className={styles.ends}>
      <End title="Lowest" items={page.lowest} field={page.field.name} question={question} />
      <End title="Highest" items={page.highest} field={page.field.name} question={question} isHigh />
    </div>
  )
}

interface EndProps {
  readonly title: string
  readonly items: readonly FieldItem[]
  readonly field: string
  readonly question: FieldQuestion
  readonly isHigh?: boolean
}

const ACROSS = 6
const GAP = 8

function End({ title, items, field, question: { query, level }, isHigh = false }: EndProps) {
  const classes = useClasses()
  const open = useOpenItem()
  const [ref, { width }] = useSize()
  const side = Math.floor((width - (ACROSS - 1) * GAP) / ACROSS)
  return (
    <Panel
      title={title}
      aside={
        <PlaceLink page="explore" patch={{ q: query, level, sort: field, desc: isHigh }} className={styles.door}>
          More in Explore
        </PlaceLink>
      }
    >
      <div ref={ref} className={styles.strip}>
        {side > 0 && items.map((item, index) => <Thumb key={itemKey(item)} item={item} side={side} classes={classes} told onOpen={() => open(items, index)} />)}
      </div>
    </Panel>
  )
}
