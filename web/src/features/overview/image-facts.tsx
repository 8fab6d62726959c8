import type { Overview } from '@/api/types'
import type { Health } from '@/api/field-types'
import { bytes, number } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { Card } from '@/ui/card'
import facts from './facts.module.css'
import styles from './image-facts.module.css'

interface ImageFactsProps {
  readonly overview: Overview
  /** Null until it is known. */
  readonly facts: Health['facts'] | null
}

/** How many images, in which splits, of which sizes and formats, and which cannot be shown. */
export function ImageFacts({ overview, facts: known }: ImageFactsProps) {
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
      {known !== null && <Files facts={known} />}
    </Card>
  )
}

const PARTS = [
  { of: 'sizes', title: 'Sizes' },
  { of: 'formats', title: 'Formats' },
  { of: 'colours', title: 'Colours' },
] as const

const MOST = 4

/** What the files are; the commonest of each kind. */
function Files({ facts: { bytes: total, exif, ...parts } }: { readonly facts: Health['facts'] }) {
  return (
    <>
      {PARTS.filter(({ of }) => parts[of].length > 0).map(({ of, title }) => (
        <section key={of} aria-label={title}>
          <h3 className={styles.part}>{title}</h3>
          <ul className={styles.list}>
            {parts[of].slice(0, MOST).map(({ name, count, query }) => (
              <Door key={name} words={name} count={count} query={query} />
            ))}
          </ul>
        </section>
      ))}
      {total > 0 && <p className={styles.total}>{bytes(total)} in all</p>}
      {exif !== null && <p className={styles.total}>Labels are drawn on the {exif} image (EXIF)</p>}
    </>
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
