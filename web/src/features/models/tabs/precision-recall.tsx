import { useState } from 'react'
import type { Curves } from '@/api/types'
import { ratio } from '@/lib/words'
import { Marks } from '@/ui/plot/marks'
import { Line } from '@/ui/plot/parts'
import { Plot } from '@/ui/plot/plot'
import { nearest } from '@/ui/plot/scale'
import { Surface } from '@/ui/plot/surface'
import { Tip, TipHint, TipRow } from '@/ui/plot/tip'
import type { ItemsDoor } from '../tab'
import { atMost } from './at-most'
import { Legend, Panel } from '@/ui/panel'
import { useCurvesHeight } from './plot-heights'

interface PrecisionRecallProps {
  readonly curves: Curves
  readonly confidence: number
  readonly onUse: (confidence: number) => void
  readonly onOpenItems: (door: ItemsDoor) => void
}

const UNIT = [0, 1] as const

/** Precision against recall, and where the present threshold stands; a press takes the threshold of that point. */
export function PrecisionRecall({ curves, confidence, onUse, onOpenItems }: PrecisionRecallProps) {
  const points = curves.recall.map((x, index) => ({ x, y: curves.precision[index] ?? null }))
  const height = useCurvesHeight()
  return (
    <Panel
      title="Precision against recall"
      aside={<Legend entries={[{ text: 'the present threshold', look: 'second', shape: 'dot' }]} />}
    >
      <Plot label="Precision against recall" height={height} x={{ title: 'Recall', domain: UNIT }} y={{ title: 'Precision', domain: UNIT }}>
        <Line points={points} />
        <Reader curves={curves} onUse={onUse} />
        <Marks label="The present threshold" tone="second" marks={present(curves, confidence, onOpenItems)} />
      </Plot>
    </Panel>
  )
}

/** What the matrix says at the present threshold, as a point that opens what was found. */
function present(curves: Curves, confidence: number, onOpenItems: (door: ItemsDoor) => void) {
  const at = nearest(curves.thresholds, confidence)
  const [precision, recall] = [curves.precision_at[at], curves.recall_at[at]]
  if (precision === undefined || precision === null || recall === undefined || recall === null) return []
  const tip = (
    <>
      <TipRow name="Confidence">{ratio(confidence)}</TipRow>
      <TipRow name="Precision">{ratio(precision)}</TipRow>
      <TipRow name="Recall">{ratio(recall)}</TipRow>
    </>
  )
  const name = `At confidence ${ratio(confidence)}: precision ${ratio(precision)}, recall ${ratio(recall)}. Show what was found`
  return [{ key: 'present', x: recall, y: precision, name, tip, onOpen: () => onOpenItems({ cells: 'correct' }) }]
}

function Reader({ curves, onUse }: { readonly curves: Curves; readonly onUse: (confidence: number) => void }) {
  const [recall, setRecall] = useState<number | null>(null)
  const at = recall === null ? -1 : nearest(curves.recall, recall)
  const [x, y, score] = [curves.recall[at], curves.precision[at], curves.scores[at]]
  return (
    <>
      <Surface
        onHover={setRecall}
        onRelease={(_, to) => {
          const taken = curves.scores[nearest(curves.recall, to)]
          // Where the recall is never reached there is no score.
          if (taken !== undefined && taken !== null && taken > 0) onUse(atMost(taken))
        }}
      />
      {x !== undefined && y !== undefined && y !== null && (
        <Tip x={x} y={y}>
          <TipRow name="Recall">{ratio(x)}</TipRow>
          <TipRow name="Precision">{ratio(y)}</TipRow>
          {score !== undefined && score !== null && score > 0 && (
            <>
              <TipRow name="Confidence">{ratio(score)}</TipRow>
              <TipHint>Press to use this confidence</TipHint>
            </>
          )}
        </Tip>
      )}
    </>
  )
}
