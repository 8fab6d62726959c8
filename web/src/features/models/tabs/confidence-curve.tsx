import { useState } from 'react'
import type { Curves } from '@/api/types'
import { ratio } from '@/lib/words'
import { Handle } from '@/ui/plot/handle'
import { Line, Rule } from '@/ui/plot/parts'
import { Plot } from '@/ui/plot/plot'
import { nearest } from '@/ui/plot/scale'
import { Surface } from '@/ui/plot/surface'
import { Tip, TipRow } from '@/ui/plot/tip'
import { atMost } from './at-most'
import { Legend, Panel } from '@/ui/panel'
import { useCurvesHeight } from './plot-heights'

interface ConfidenceCurveProps {
  readonly curves: Curves
  readonly confidence: number
  readonly onUse: (confidence: number) => void
}

const UNIT = [0, 1] as const
const hundredth = (value: number): number => Math.round(value * 100) / 100

/** F1, precision and recall against the threshold; the threshold itself is the line to drag. */
export function ConfidenceCurve({ curves, confidence, onUse }: ConfidenceCurveProps) {
  const against = (values: readonly (number | null)[]) => curves.thresholds.map((x, index) => ({ x, y: values[index] ?? null }))
  const height = useCurvesHeight()
  return (
    <Panel
      title="F1 against confidence"
      aside={
        <Legend
          entries={[
            { text: 'F1', look: 'first', shape: 'line' },
            { text: 'precision', look: 'second', shape: 'dashes' },
            { text: 'recall', look: 'soft', shape: 'dashes' },
          ]}
        />
      }
    >
      <Plot label="F1 against confidence" height={height} x={{ title: 'Confidence', domain: UNIT }} y={{ title: 'F1', domain: UNIT }}>
        <Line points={against(curves.precision_at)} tone="second" dashed />
        <Line points={against(curves.recall_at)} tone="soft" dashed />
        <Line points={against(curves.f1)} />
        {curves.best !== null && <Rule x={curves.best.confidence} text={`best ${ratio(atMost(curves.best.confidence))}`} />}
        <Reader curves={curves} onUse={onUse} />
        <Handle label="Confidence" value={confidence} step={0.01} text={ratio} onMove={onUse} />
      </Plot>
    </Panel>
  )
}

function Reader({ curves, onUse }: { readonly curves: Curves; readonly onUse: (confidence: number) => void }) {
  const [hovered, setHovered] = useState<number | null>(null)
  const at = hovered === null ? -1 : nearest(curves.thresholds, hovered)
  const [x, f1, precision, recall] = [curves.thresholds[at], curves.f1[at], curves.precision_at[at], curves.recall_at[at]]
  return (
    <>
      <Surface onHover={setHovered} onDrag={(_, to) => onUse(hundredth(to))} />
      {x !== undefined && (
        <Tip x={x} y={f1 ?? 0}>
          <TipRow name="Confidence">{ratio(x)}</TipRow>
          <TipRow name="F1">{told(f1)}</TipRow>
          <TipRow name="Precision">{told(precision)}</TipRow>
          <TipRow name="Recall">{told(recall)}</TipRow>
        </Tip>
      )}
    </>
  )
}

const told = (value: number | null | undefined): string => (value === undefined || value === null ? '–' : ratio(value))
