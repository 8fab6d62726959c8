import { useState } from 'react'
import { useEvaluate } from '@/actions/running'
import type { Overview, Run } from '@/api/types'
import { number, ratio } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { Button } from '@/ui/button'
import { Card } from '@/ui/card'
import { Command } from '@/ui/command'
import { Slider } from '@/ui/slider'
import facts from './facts.module.css'
import styles from './model-facts.module.css'

type Evaluation = NonNullable<Overview['evaluation']>

interface ModelFactsProps {
  readonly run: Run | null
  readonly evaluation: Evaluation | null
  /** How to import predictions. */
  readonly command: string
  /** Labels of whole images have no box: there is no overlap to ask for. */
  readonly hasBoxes: boolean
}

/** How good the model is at the thresholds, and the pairs behind each number. */
export function ModelFacts({ run, evaluation, command, hasBoxes }: ModelFactsProps) {
  const evaluate = useEvaluate(run?.id ?? null)
  return (
    <Card>
      <h2 className={facts.title}>
        {run === null ? 'How good is the model' : <PlaceLink page="models">How good is the model</PlaceLink>}
      </h2>
      {run === null && (
        <div className={facts.note}>
          <p>There are no predictions yet.</p>
          <Command text={command} />
        </div>
      )}
      {run !== null && evaluation === null && (
        <div className={styles.missing}>
          <p>{run.name} was not compared with the labels yet.</p>
          <Button edits variant="primary" disabled={evaluate.isRunning} onClick={evaluate.run}>
            {evaluate.isRunning ? 'Comparing…' : `Evaluate ${run.name}`}
          </Button>
        </div>
      )}
      {run !== null && evaluation !== null && (
        <>
          <Rates evaluation={evaluation} />
          <Counts evaluation={evaluation} />
          <Thresholds key={evaluation.id} evaluation={evaluation} run={run.id} hasBoxes={hasBoxes} />
        </>
      )}
    </Card>
  )
}

function Rates({ evaluation: { precision, recall, f1 } }: { readonly evaluation: Evaluation }) {
  return (
    <dl className={styles.rates}>
      <Rate name="Precision" value={precision} title="Of the predictions, how many are right" />
      <Rate name="Recall" value={recall} title="Of the labels, how many were found" />
      <Rate name="F1" value={f1} title="Harmonic mean of precision and recall" />
    </dl>
  )
}

function Rate({
  name,
  value,
  title,
}: {
  readonly name: string
  readonly value: number | null
  readonly title: string
}) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{value === null ? '–' : value.toFixed(3).replace(/^0/, '')}</dd>
    </div>
  )
}

const DOORS = [
  { count: 'tp', words: 'Labels found', cells: 'correct', term: 'True positives' },
  { count: 'fn', words: 'Labels not seen', cells: 'fn', term: 'False negatives' },
  { count: 'fp', words: 'Predictions without a label of their own', cells: 'fp,duplicates', term: 'False positives' },
  { count: 'confusions', words: 'Seen as another class', cells: 'confusions', term: 'Confusions' },
] as const

function Counts({ evaluation }: { readonly evaluation: Evaluation }) {
  return (
    <ul className={styles.counts}>
      {DOORS.map(({ count, words, cells, term }) => (
        <li key={count}>
          <PlaceLink page="models" patch={{ cells, iou: evaluation.iou, conf: evaluation.confidence }} className={styles.door} title={term}>
            <span>{words}</span>
            <b>{number(evaluation[count])}</b>
          </PlaceLink>
        </li>
      ))}
    </ul>
  )
}

interface ThresholdsProps {
  readonly evaluation: Evaluation
  readonly run: number
  readonly hasBoxes: boolean
}

/** At which thresholds the numbers stand; other ones replace the evaluation. */
function Thresholds({ evaluation, run, hasBoxes }: ThresholdsProps) {
  const [iou, setIou] = useState(evaluation.iou)
  const [confidence, setConfidence] = useState(evaluation.confidence)
  const evaluate = useEvaluate(run)
  const isOther = iou !== evaluation.iou || confidence !== evaluation.confidence
  return (
    <div className={styles.thresholds}>
      {hasBoxes && <Threshold name="IoU" min={0.05} value={iou} onChange={setIou} />}
      <Threshold name="Confidence" min={0} value={confidence} onChange={setConfidence} />
      {isOther && (
        <Button
          edits
          size="small"
          variant="primary"
          disabled={evaluate.isRunning}
          onClick={() => evaluate.at(iou, confidence)}
        >
          {evaluate.isRunning ? 'Comparing…' : evaluateWords(iou, confidence, hasBoxes)}
        </Button>
      )}
    </div>
  )
}

const evaluateWords = (iou: number, confidence: number, hasBoxes: boolean): string =>
  hasBoxes ? `Evaluate at ${ratio(iou)} and ${ratio(confidence)}` : `Evaluate at ${ratio(confidence)}`

interface ThresholdProps {
  readonly name: string
  readonly min: number
  readonly value: number
  readonly onChange: (value: number) => void
}

function Threshold({ name, min, value, onChange }: ThresholdProps) {
  return (
    <label className={styles.threshold}>
      <span>{name}</span>
      <Slider
        label={name}
        value={value}
        min={min}
        max={1}
        step={0.05}
        width={110}
        onChange={(next) => onChange(Math.round(next * 100) / 100)}
      />
      <output>{ratio(value)}</output>
    </label>
  )
}
