import type { ErrorTypes } from '@/api/types'
import { errorTypesQuery } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import { amount, number, ratio } from '@/lib/words'
import { EmptyState } from '@/ui/messages'
import type { ItemsDoor, TabProps } from '../tab'
import { type Bar, BarList } from './bar-list'
import { WRONG_CELLS } from './doors'
import { KIND_WORDS, REASON_WORDS, wordsOf } from './error-words'
import styles from './errors.module.css'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import { useAsked } from './use-asked'
import { useOpened } from './use-opened'
import { WeakSpots } from './weak-spots'

type Open = (door: ItemsDoor) => void

/** What kinds of error there are, and what each of them costs. */
export function ErrorsTab(props: TabProps) {
  const { thresholds, onOpenItems } = props
  const transport = useTransport()
  const asked = useAsked(props, (question) => errorTypesQuery(transport, question))
  return (
    <Told asked={asked} height={330}>
      {(errors) => (
        <div className={styles.panels}>
          <Costs errors={errors} iou={thresholds.iou} onOpenItems={onOpenItems} />
          <Reasons errors={errors} onOpenItems={onOpenItems} />
          <WeakSpots {...props} />
        </div>
      )}
    </Told>
  )
}

interface ErrorsProps {
  readonly errors: ErrorTypes
  readonly onOpenItems: Open
}

function Costs({ errors: { ap50, errors, special }, iou, onOpenItems }: ErrorsProps & { readonly iou: number }) {
  const isOpen = useOpened()
  const kinds = errors.map(({ kind, title, count, dap }): Bar => {
    const { text, term } = wordsOf(KIND_WORDS, kind, title)
    const door: ItemsDoor = { cells: '', within: `error: ${kind}` }
    const bar = cost(text, term, dap)
    return { ...bar, key: kind, name: `${bar.name}, ${number(count)} of them`, count: number(count), isCurrent: isOpen(door), onOpen: count === 0 ? undefined : () => onOpenItems(door) }
  })
  const whole = [
    { ...cost('All wrong predictions', 'Special error FP: every false positive gone', special.fp_dap), key: 'fp', isCurrent: isOpen({ cells: WRONG_CELLS }), onOpen: () => onOpenItems({ cells: WRONG_CELLS }) },
    { ...cost('All labels not seen', 'Special error FN: every missed label gone', special.fn_dap), key: 'fn', isCurrent: isOpen({ cells: 'fn' }), onOpen: () => onOpenItems({ cells: 'fn' }) },
  ]
  const longest = Math.max(...[...kinds, ...whole].map(({ value }) => value))
  return (
    <Panel
      title="What each kind of error costs"
      aside={ap50 !== null && <span title={`Average precision at IoU ${ratio(iou)}`}>now {ratio(ap50)}</span>}
      note="Average precision gained without it; how many, at any confidence."
    >
      <BarList label="Kinds of error" bars={kinds} longest={longest} tone="bad" />
      <div className={styles.whole}>
        <BarList label="All errors together" bars={whole} longest={longest} tone="bad" />
      </div>
    </Panel>
  )
}

function cost(text: string, term: string, dap: number | null) {
  const told = dap === null ? '–' : signed(dap)
  return { text, term, value: Math.max(dap ?? 0, 0), told, name: `${text}: average precision ${told}` }
}

const signed = (value: number): string => (Math.abs(value) < 0.0005 ? '0' : `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`)

function Reasons({ errors: { reasons }, onOpenItems }: ErrorsProps) {
  const isOpen = useOpened()
  const bars = reasons.toSorted((one, other) => other.count - one.count).map(({ reason, title, count }): Bar => {
    const { text, term } = wordsOf(REASON_WORDS, reason, title)
    const door: ItemsDoor = { cells: '', within: `reason: ${reason}` }
    return {
      key: reason,
      text,
      term,
      value: count,
      told: number(count),
      name: `${text}: ${amount(count, 'prediction')}`,
      isCurrent: isOpen(door),
      onOpen: count === 0 ? undefined : () => onOpenItems(door),
    }
  })
  return (
    <Panel title="Why predictions are wrong" note="Predictions above the threshold that are not correct.">
      {reasons.every(({ count }) => count === 0) ? (
        <EmptyState icon="check" title="No prediction is wrong at these thresholds" />
      ) : (
        <BarList label="Reasons" bars={bars} tone="first" />
      )}
    </Panel>
  )
}
