import type { WeakSlice } from '@/api/types'
import { weakSlicesQuery } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import { number } from '@/lib/words'
import type { ItemsDoor, TabProps } from '../tab'
import { type Bar, BarList } from './bar-list'
import { binDoor } from './doors'
import styles from './errors.module.css'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import { useAsked } from './use-asked'
import { useOpened } from './use-opened'

const MOST = 3

const SIDES = [
  { level: 'annotation', words: 'Labels not found' },
  { level: 'prediction', words: 'Predictions that are wrong' },
] as const

/** Where the run errs more than elsewhere: combinations of values, the costliest first. */
export function WeakSpots(props: TabProps) {
  const transport = useTransport()
  const asked = useAsked(props, (question) => weakSlicesQuery(transport, question))
  return (
    <Panel title="Where it errs most" note="Share of errors there, and elsewhere.">
      <Told asked={asked} height={220}>
        {(slices) => (
          <>
            {slices.length === 0 && <p className={styles.side}>Nowhere more than elsewhere, as far as there are enough to tell.</p>}
            {SIDES.map(({ level, words }) => (
              <Side key={level} {...props} words={words} slices={slices.filter((slice) => slice.level === level).slice(0, MOST)} />
            ))}
          </>
        )}
      </Told>
    </Panel>
  )
}

interface SideProps extends TabProps {
  readonly words: string
  readonly slices: readonly WeakSlice[]
}

function Side({ words, slices, thresholds, onOpenItems }: SideProps) {
  const isOpen = useOpened()
  if (slices.length === 0) return null
  const bars = slices.map((slice) => {
    const door = doorOf(slice, thresholds.confidence)
    return { ...bar(slice), isCurrent: isOpen(door), onOpen: () => onOpenItems(door) }
  })
  return (
    <>
      <h3 className={styles.side}>{words}</h3>
      <BarList label={words} tone="bad" longest={1} bars={bars} />
    </>
  )
}

/** Its errors: labels that are not found, predictions that are wrong. */
const doorOf = ({ level, query }: WeakSlice, confidence: number): ItemsDoor =>
  binDoor({ level, confidence }, { query }, level === 'annotation' ? 'recall' : 'precision')

const percent = (share: number): string => `${Math.round(share * 100)} %`

function bar({ level, query, conditions, count, wrong, rate, elsewhere, interval: [low, high] }: WeakSlice): Bar {
  const what = level === 'annotation' ? 'labels not found' : 'predictions wrong'
  const text = conditions.join(', ')
  const share = `${number(wrong)} of ${number(count)} ${what}`
  return {
    key: `${level}: ${query}`,
    text,
    term: `${text}: ${share}, ${percent(low)} to ${percent(high)}; ${percent(elsewhere)} elsewhere`,
    value: rate,
    told: percent(rate),
    count: `${percent(elsewhere)} elsewhere`,
    name: `${text}: ${share}`,
  }
}
