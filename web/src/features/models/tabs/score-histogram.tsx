import type { Curves } from '@/api/types'
import { amount, number, ratio, shortNumber } from '@/lib/words'
import { type Column, Columns } from '@/ui/plot/columns'
import { Handle } from '@/ui/plot/handle'
import { Plot, type Tick } from '@/ui/plot/plot'
import { TipRow } from '@/ui/plot/tip'
import type { ItemsDoor } from '../tab'
import { scoreDoor } from './doors'
import { Legend, Panel } from '@/ui/panel'
import { useOpened } from './use-opened'
import { useCurvesHeight } from './plot-heights'

type Histogram = Curves['histogram']

interface ScoreHistogramProps {
  readonly histogram: Histogram
  /** Null: all classes. */
  readonly className: string | null
  readonly confidence: number
  readonly onUse: (confidence: number) => void
  readonly onOpenItems: (door: ItemsDoor) => void
}

// Heights go by the order of magnitude: a detector's many faint wrong guesses would hide the rest.
const height = (count: number): number => Math.log10(1 + count)

/** How many predictions are right and wrong at each confidence: right ones up, wrong ones down. A range opens its items. */
export function ScoreHistogram({ histogram, className, confidence, onUse, onOpenItems }: ScoreHistogramProps) {
  const [mostRight, mostWrong] = [Math.max(...histogram.correct, 1), Math.max(...histogram.wrong, 1)]
  const { edges } = histogram
  const isOpen = useOpened()
  const side = (isRight: boolean) => {
    const door = (first: number, last: number): ItemsDoor =>
      scoreDoor({ low: edges[first] ?? 0, high: edges[last + 1] ?? 1, isRight, className, confidence })
    const columns = columnsOf(histogram, isRight).map((column, index) => ({
      ...column,
      isCurrent: isOpen(door(index, index)),
      onOpen: (): void => onOpenItems(door(index, index)),
    }))
    return { columns, onBrush: (first: number, last: number): void => onOpenItems(door(first, last)) }
  }
  const tall = useCurvesHeight()
  return (
    <Panel
      title="Predictions by confidence"
      aside={
        <Legend
          entries={[
            { text: 'right', look: 'ok', shape: 'block' },
            { text: 'wrong', look: 'bad', shape: 'block' },
          ]}
        />
      }
    >
      <Plot
        label="Predictions by confidence"
        height={tall}
        x={{ title: 'Confidence', domain: [edges[0] ?? 0, edges.at(-1) ?? 1] }}
        y={{
          title: 'Predictions',
          domain: [-height(mostWrong) * 1.06, height(mostRight) * 1.06],
          ticks: [...ticksUp(mostWrong).map(({ at, text }) => ({ at: -at, text })), { at: 0, text: '0' }, ...ticksUp(mostRight)],
        }}
      >
        <Columns label="Right predictions" half="upper" {...side(true)} />
        <Columns label="Wrong predictions" half="lower" {...side(false)} />
        <Handle label="Confidence" value={confidence} step={0.01} text={ratio} onMove={onUse} />
      </Plot>
    </Panel>
  )
}

/** 1, 10, 100, … as far as there are so many. */
function ticksUp(most: number): readonly Tick[] {
  const powers = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => 10 ** power)
  // Where there are many, 1 is too close to 0 to be told from it.
  return powers.filter((count) => count > 1 || most < 100).map((count) => ({ at: height(count), text: shortNumber(count) }))
}

function columnsOf({ edges, correct, wrong }: Histogram, isRight: boolean): readonly Column[] {
  return (isRight ? correct : wrong).map((count, index) => {
    const [from, to] = [edges[index] ?? 0, edges[index + 1] ?? 1]
    const range = `${ratio(from)} to ${ratio(to)}`
    return {
      key: String(from),
      from,
      to,
      parts: [{ value: isRight ? height(count) : -height(count), tone: isRight ? 'ok' : 'bad' }],
      name: `Confidence ${range}: ${amount(count, `${isRight ? 'right' : 'wrong'} prediction`)}`,
      tip: (
        <>
          <TipRow name="Confidence">{range}</TipRow>
          <TipRow name="Right">{number(correct[index] ?? 0)}</TipRow>
          <TipRow name="Wrong">{number(wrong[index] ?? 0)}</TipRow>
        </>
      ),
    }
  })
}
