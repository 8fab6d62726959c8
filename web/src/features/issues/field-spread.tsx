import { useQuery } from '@tanstack/react-query'
import { spreadQuery } from '@/api/issue-queries'
import type { FieldPlace } from '@/api/issue-types'
import { useTransport } from '@/api/transport/context'
import type { Bins, Scope } from '@/api/types'
import { measure, percent } from '@/lib/words'
import styles from './card-evidence.module.css'

const WIDTH = 132
const HEIGHT = 30

interface FieldSpreadProps {
  readonly place: FieldPlace
  readonly scope: Scope
}

/** Where the suspect stands among the values of a field: a small histogram of the whole set with its place marked. */
export function FieldSpread({ place, scope }: FieldSpreadProps) {
  const { data } = useQuery(spreadQuery(useTransport(), scope, place))
  const facet = data?.find(({ field }) => field === place.name)
  const bins = facet?.kind === 'histogram' && facet.bins.totals.length > 0 ? facet.bins : null
  const title = facet?.title ?? place.name
  return (
    <figure className={styles.spread}>
      {bins !== null && <Bars bins={bins} value={place.value} />}
      <figcaption>
        {title} {measure(place.value)}
        {bins !== null && `: ${rarer(bins, place.value)}`}
      </figcaption>
    </figure>
  )
}

function Bars({ bins, value }: { readonly bins: Bins; readonly value: number }) {
  const most = Math.max(...bins.totals, 1)
  const step = WIDTH / bins.totals.length
  const at = binOf(bins, value)
  return (
    <svg className={styles.bars} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {bins.totals.map((count, index) => {
        // By the root of the counts: the rare ends, which are what this is about, stay in sight.
        const tall = count === 0 ? 0 : Math.max(Math.sqrt(count / most) * HEIGHT, 1.5)
        return (
          <rect
            key={index}
            className={index === at ? styles.here : styles.bar}
            x={index * step + 0.5}
            width={Math.max(step - 1, 0.5)}
            y={HEIGHT - tall}
            height={tall}
          />
        )
      })}
      <line className={styles.needle} x1={(at + 0.5) * step} x2={(at + 0.5) * step} y1={0} y2={HEIGHT} />
    </svg>
  )
}

/** The bar that holds the value; the first or the last for one beyond them. */
export function binOf({ edges, totals }: Pick<Bins, 'edges' | 'totals'>, value: number): number {
  const above = edges.findIndex((edge) => edge > value)
  return above < 0 ? totals.length - 1 : Math.max(above - 1, 0)
}

/** "below 99 % of all": on which side of how many the value stands, counting its own bar for neither. */
export function rarer(bins: Pick<Bins, 'edges' | 'totals'>, value: number): string {
  const at = binOf(bins, value)
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
  const all = Math.max(sum(bins.totals), 1)
  const [below, above] = [sum(bins.totals.slice(0, at)) / all, sum(bins.totals.slice(at + 1)) / all]
  return below > above ? `above ${percent(below)} of all` : `below ${percent(above)} of all`
}
