import type { Overview } from '@/api/types'
import { number } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { Card } from '@/ui/card'
import facts from './facts.module.css'
import styles from './image-facts.module.css'

/** How many images, in which splits, and which cannot be shown. */
export function ImageFacts({ overview }: { readonly overview: Overview }) {
  const { images, splits, broken } = overview
  const named = splits.filter(({ name }) => name !== null)
  return (
    <Card>
      <h2 className={facts.title}>Images</h2>
      <ul className={styles.list}>
        <Door words="All" count={images} query="" />
        {named.map(({ name, count }) => (
          <Door key={name} words={name ?? ''} count={count} query={`split = ${JSON.stringify(name)}`} />
        ))}
        {named.length > 0 && named.length < splits.length && (
          <Door
            words="In no split"
            count={splits.find(({ name }) => name === null)?.count ?? 0}
            query="split is null"
          />
        )}
        <Door words="Broken files" count={broken.count} query={broken.query} bad={broken.count > 0} />
      </ul>
    </Card>
  )
}

interface DoorProps {
  readonly words: string
  readonly count: number
  readonly query: string
  readonly bad?: boolean
}

function Door({ words, count, query, bad = false }: DoorProps) {
  return (
    <li>
      <PlaceLink page="explore" patch={{ q: query }} className={styles.door}>
        <span>{words}</span>
        <b data-bad={bad}>{number(count)}</b>
      </PlaceLink>
    </li>
  )
}
