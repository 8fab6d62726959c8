import type { FieldPage, FieldQuestion } from '@/api/field-types'
import { brushRange } from '@/lib/query-text/rewrite'
import { amount, measure, number } from '@/lib/words'
import { useGo } from '@/state/place'
import { Legend, Panel } from '@/ui/panel'
import { type Column, Columns } from '@/ui/plot/columns'
import { Rule } from '@/ui/plot/parts'
import { Plot, type Tick } from '@/ui/plot/plot'
import { niceEnd } from '@/ui/plot/scale'
import { TipHint, TipRow } from '@/ui/plot/tip'
import { type Bar, barsOf, rangeOf } from './bars'
import { NOUNS } from '../nouns'

interface DistributionProps {
  readonly page: FieldPage
  readonly question: FieldQuestion
}

const HEIGHT = 250

/** How the values spread. A bar, or a range that is dragged over, opens its items. */
export function Distribution({ page: { field, histogram, fences, count, quantiles }, question }: DistributionProps) {
  const go = useGo()
  const { query, level } = question
  const bars = barsOf(histogram)
  const [low, high] = [bars[0]?.from ?? 0, bars.at(-1)?.to ?? 1]
  const open = (first: number, last: number): void => {
    const range = rangeOf(bars, field.type === 'whole', first, last)
    go({ q: brushRange(query, { field: field.name, within: null }, range.low, range.high), level, sort: field.name }, { page: 'explore' })
  }
  const ticks = ticksOf(bars, field.type === 'whole', quantiles)
  const rules = fences === null ? [] : FENCES.flatMap(({ name, tone }) => fences[name].map((at) => ({ name, tone, at }))).filter(({ at }) => at > low && at < high)
  return (
    <Panel
      title={`${amount(count, NOUNS[level])} by ${field.title.toLowerCase()}`}
      aside={
        query !== '' && (
          <Legend
            entries={[
              { text: 'of the query', look: 'first', shape: 'block' },
              { text: 'the rest', look: 'quiet', shape: 'block' },
            ]}
          />
        )
      }
    >
      <Plot
        label={`Distribution of ${field.title}`}
        height={HEIGHT}
        x={{ title: field.unit === '' ? field.title : `${field.title}, ${field.unit}`, domain: [low, high], ...(ticks !== undefined && { ticks }) }}
        y={{ title: 'How many', domain: [0, niceEnd(Math.max(...bars.map(({ total }) => total)))] }}
      >
        <Columns label="Bars" columns={bars.map((bar, index) => columnOf(bar, question, field.type === 'whole', () => open(index, index)))} onBrush={open} />
        {rules.map(({ name, tone, at }) => (
          <Rule key={`${name}${at}`} x={at} text={name} tone={tone} />
        ))}
      </Plot>
    </Panel>
  )
}

/** Where the axis is told by the values themselves: one value alone, or whole numbers with a bar each. */
function ticksOf(bars: readonly Bar[], isWhole: boolean, quantiles: FieldPage['quantiles']): readonly Tick[] | undefined {
  const [only] = bars
  if (only !== undefined && bars.length === 1 && quantiles !== null && quantiles.min === quantiles.max) return [{ at: (only.from + only.to) / 2, text: measure(quantiles.min) }]
  // Bars of one whole number each are named in their middle.
  const isSingles = isWhole && bars.every(({ from, to }) => to - from === 1)
  return isSingles ? bars.map(({ from }) => ({ at: from + 0.5, text: measure(from) })) : undefined
}

const FENCES = [
  { name: 'moderate', tone: 'acc' },
  { name: 'severe', tone: 'bad' },
] as const

function columnOf({ from, to, count, total }: Bar, { level, query }: FieldQuestion, isWhole: boolean, onOpen: () => void): Column {
  const range = isWhole && to - from === 1 ? measure(from) : `${measure(from)} to ${measure(to)}`
  return {
    key: String(from),
    from,
    to,
    parts: [
      { value: count, tone: 'first' },
      { value: total - count, tone: 'quiet' },
    ],
    name: `${range}: ${amount(count, NOUNS[level])}`,
    tip: (
      <>
        <b>{range}</b>
        <TipRow name={query === '' ? 'How many' : 'Of the query'}>{number(count)}</TipRow>
        {query !== '' && <TipRow name="Of all">{number(total)}</TipRow>}
        <TipHint>Click, or drag over a range, to see them</TipHint>
      </>
    ),
    onOpen,
  }
}
