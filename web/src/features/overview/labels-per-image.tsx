import type { Overview } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { amount, number } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { Card } from '@/ui/card'
import facts from './facts.module.css'
import styles from './labels-per-image.module.css'

interface LabelsPerImageProps {
  readonly bars: Overview['labels_per_image']
}

/** How many images have how many labels; those without any stand out. */
export function LabelsPerImage({ bars }: LabelsPerImageProps) {
  const tallest = Math.max(...bars.map(({ images }) => images), 1)
  return (
    <Card className={styles.card}>
      <h2 className={facts.title}>Labels per image</h2>
      <ol className={styles.bars}>
        {bars.map((bar, index) => (
          <li key={bar.low} className={styles.column}>
            <PlaceLink
              page="explore"
              patch={{ q: bar.query }}
              className={styles.door}
              title={`${amount(bar.images, 'image')} with ${labelsOf(bar)}`}
              aria-label={`${amount(bar.images, 'image')} with ${labelsOf(bar)}`}
            >
              {bar.images > 0 && <em>{number(bar.images)}</em>}
              <i
                className={classNames(styles.bar, bar.low === 0 && styles.none)}
                style={{ height: `${(bar.images / tallest) * 100}%` }}
              />
            </PlaceLink>
            <span className={styles.tick}>{isNamed(index, bars.length) && shortName(bar)}</span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

type Bar = Overview['labels_per_image'][number]

const shortName = ({ low, high }: Bar): string =>
  high === null ? `${low}+` : high === low ? String(low) : `${low}–${high}`

function labelsOf(bar: Bar): string {
  if (bar.high === 0) return 'no label'
  return bar.high === 1 ? '1 label' : `${shortName(bar)} labels`
}

/** The first, the last and the middle bar carry their number. */
const isNamed = (index: number, count: number): boolean =>
  index === 0 || index === count - 1 || index === Math.floor((count - 1) / 2)
