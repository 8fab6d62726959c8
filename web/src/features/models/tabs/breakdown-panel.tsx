import { useState } from 'react'
import type { Breakdown, ColumnBin } from '@/api/types'
import { amount, number, ratio } from '@/lib/words'
import { type Column, Columns } from '@/ui/plot/columns'
import { type Mark, Marks } from '@/ui/plot/marks'
import { Line, Whiskers } from '@/ui/plot/parts'
import { Plot, type Tick } from '@/ui/plot/plot'
import { niceEnd } from '@/ui/plot/scale'
import { TipRow } from '@/ui/plot/tip'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import type { ItemsDoor } from '../tab'
import { binTicks } from './bin-ticks'
import { type BinFact, binDoor } from './doors'
import { FairnessNote } from './fairness-note'
import styles from './metric.module.css'
import { Legend, Panel } from '@/ui/panel'
import { useOpened } from './use-opened'

interface BreakdownPanelProps {
  readonly breakdown: Breakdown
  readonly confidence: number
  readonly onOpenItems: (door: ItemsDoor) => void
}

// Texts with more values than this are not all drawn at once.
const MOST_GROUPS = 24

/** Precision and recall in each bin of a number or each group of a text, their intervals, and how many there are. */
export function BreakdownPanel({ breakdown, confidence, onOpenItems }: BreakdownPanelProps) {
  const [all, setAll] = useState(false)
  const { title, unit, level, bins, fairness } = breakdown
  const shown = all ? bins : bins.slice(0, MOST_GROUPS)
  const isNumber = bins.some(({ low }) => low !== null)
  const isOpen = useOpened()
  const behind: Behind = (bin, fact) => {
    const door = binDoor({ level, confidence }, bin, fact)
    return { isCurrent: isOpen(door), onOpen: () => onOpenItems(door) }
  }
  const hasLabels = bins.some(({ count }) => count > 0)
  const x = { title: unit === '' ? title : `${title}, ${unit}`, domain: [0, Math.max(shown.length, 1)] as const, ticks: binTicks(shown) }
  if (bins.length === 0) return <EmptyState title={`Nothing here has a value of ${title}`}>Choose another field, or another slice.</EmptyState>
  return (
    <Panel
      title={title}
      note={isNumber && bins.length > 1 ? `${amount(bins.length, 'bin')} of about as many ${ITEMS[level]} each.` : undefined}
      aside={
        <Legend
          entries={[
            { text: 'precision', look: 'first', shape: 'dot' },
            ...(hasLabels ? [{ text: 'recall', look: 'second', shape: 'diamond' } as const] : []),
            { text: 'predictions', look: 'first', shape: 'block' },
            ...(hasLabels ? [{ text: 'labels', look: 'quiet', shape: 'block' } as const] : []),
          ]}
        />
      }
    >
      <Plot label={`Rates by ${title}`} height={206} x={{ ...x, title: '' }} y={{ title: 'Rate, with 95 % intervals', domain: [0, 1] }}>
        {isNumber && <Line points={points(shown, 'precision')} dashed />}
        {isNumber && <Line points={points(shown, 'recall')} tone="second" dashed />}
        <Rates bins={shown} rate="precision" behind={behind} />
        <Rates bins={shown} rate="recall" behind={behind} />
      </Plot>
      <Counts bins={shown} x={x} hasLabels={hasLabels} behind={behind} />
      {bins.length > shown.length && (
        <Button size="small" onClick={() => setAll(true)}>
          Show all {number(bins.length)} groups
        </Button>
      )}
      {fairness !== null && <FairnessNote fairness={fairness} />}
    </Panel>
  )
}

const ITEMS: Readonly<Record<Breakdown['level'], string>> = { image: 'images', annotation: 'objects', prediction: 'predictions', issue: 'issues' }

/** What makes a mark a door: to what is behind a fact of a bin. */
type Behind = (bin: ColumnBin, fact: BinFact) => { readonly isCurrent: boolean; readonly onOpen: () => void }
type Rate = 'precision' | 'recall'

// Beside each other, so that neither hides the other's interval.
const AT = { precision: 0.42, recall: 0.58 } as const

const points = (bins: readonly ColumnBin[], rate: Rate) => bins.map((bin, index) => ({ x: index + AT[rate], y: bin[rate] }))

function Rates({ bins, rate, behind }: { readonly bins: readonly ColumnBin[]; readonly rate: Rate; readonly behind: Behind }) {
  const tone = rate === 'precision' ? 'first' : 'second'
  const spans = bins.flatMap((bin, index) => {
    const [low, high] = bin[`${rate}_interval`]
    return low === null || high === null || bin[rate] === null ? [] : [{ x: index + AT[rate], low, high }]
  })
  const marks = bins.flatMap((bin, index): Mark[] => {
    const value = bin[rate]
    if (value === null) return []
    const of = rate === 'precision' ? amount(bin.predicted, 'prediction') : amount(bin.count, 'label')
    return [
      {
        key: bin.label,
        x: index + AT[rate],
        y: value,
        name: `${bin.label}: ${rate} ${ratio(value)}, ${of}. Show what is wrong`,
        tip: <BinTip bin={bin} />,
        ...behind(bin, rate),
      },
    ]
  })
  return (
    <>
      <Whiskers spans={spans} tone={tone} />
      <Marks label={rate === 'precision' ? 'Precision' : 'Recall'} marks={marks} tone={tone} shape={rate === 'precision' ? 'dot' : 'diamond'} />
    </>
  )
}

interface CountsProps {
  readonly bins: readonly ColumnBin[]
  readonly hasLabels: boolean
  readonly x: { readonly title: string; readonly domain: readonly [number, number]; readonly ticks: readonly Tick[] }
  readonly behind: Behind
}

function Counts({ bins, x, hasLabels, behind }: CountsProps) {
  const most = niceEnd(Math.max(...bins.map(({ count, predicted }) => Math.max(count, predicted))), 2)
  const columns = (of: 'count' | 'predicted', from: number, to: number) =>
    bins.map(
      (bin, index): Column => ({
        key: bin.label,
        from: index + from,
        to: index + to,
        parts: [{ value: bin[of], tone: of === 'count' ? 'quiet' : 'first' }],
        name: `${bin.label}: ${amount(bin[of], of === 'count' ? 'label' : 'prediction')}`,
        tip: <BinTip bin={bin} />,
        ...behind(bin, of),
      }),
    )
  return (
    <div className={styles.counts}>
      <Plot label={`Counts by ${x.title}`} height={112} x={x} y={{ title: 'How many', domain: [0, most], ticks: [0, most / 2, most].map((at) => ({ at, text: number(at) })) }}>
        <Columns label="Predictions" columns={columns('predicted', 0.12, hasLabels ? 0.5 : 0.88)} />
        {hasLabels && <Columns label="Labels" columns={columns('count', 0.5, 0.88)} />}
      </Plot>
    </div>
  )
}

function BinTip({ bin }: { readonly bin: ColumnBin }) {
  return (
    <>
      <b>{bin.label}</b>
      <TipRow name="Precision">{rateWords(bin.precision, bin.precision_interval)}</TipRow>
      <TipRow name="Recall">{rateWords(bin.recall, bin.recall_interval)}</TipRow>
      <TipRow name="Labels">{number(bin.count)}</TipRow>
      <TipRow name="Predictions">{number(bin.predicted)}</TipRow>
      <TipRow name="Images">{number(bin.images)}</TipRow>
    </>
  )
}

function rateWords(rate: number | null, [low, high]: ColumnBin['recall_interval']): string {
  if (rate === null) return '–'
  return low === null || high === null ? ratio(rate) : `${ratio(rate)} (${ratio(low)} to ${ratio(high)})`
}
