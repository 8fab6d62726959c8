import type { Calibration } from '@/api/types'
import { calibrationQuery } from '@/api/run-queries'
import { useTransport } from '@/api/transport/context'
import { amount, number, ratio } from '@/lib/words'
import { type Mark, Marks } from '@/ui/plot/marks'
import { Line, Whiskers } from '@/ui/plot/parts'
import { Plot } from '@/ui/plot/plot'
import { TipRow } from '@/ui/plot/tip'
import { EmptyState } from '@/ui/messages'
import type { ItemsDoor, TabProps } from '../tab'
import styles from './calibration.module.css'
import { scoreDoor } from './doors'
import { Legend, Panel } from '@/ui/panel'
import { Roc } from './roc'
import { Told } from '@/actions/told'
import { useAsked } from './use-asked'
import { useCalibrationHeight } from './plot-heights'
import { useOpened } from './use-opened'

/** How far a confidence can be believed. */
export function CalibrationTab(props: TabProps) {
  const { thresholds, onOpenItems } = props
  const transport = useTransport()
  const asked = useAsked(props, (question) => calibrationQuery(transport, question))
  return (
    <Told asked={asked} height={390}>
      {(calibration) => (
        <div className={styles.panels}>
          <Reliability calibration={calibration} confidence={thresholds.confidence} onOpenItems={onOpenItems} />
          <Roc calibration={calibration} />
        </div>
      )}
    </Told>
  )
}

interface ReliabilityProps {
  readonly calibration: Calibration
  readonly confidence: number
  readonly onOpenItems: (door: ItemsDoor) => void
}

const UNIT = [0, 1] as const
const EVEN = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
]

function Reliability({ calibration: { bins, ece, brier }, confidence, onOpenItems }: ReliabilityProps) {
  const isOpen = useOpened()
  const height = useCalibrationHeight()
  const spans = bins.map(({ confidence: x, lower, upper }) => ({ x, low: lower, high: upper }))
  return (
    <Panel
      title="Can a confidence be believed?"
      note={bins.length === 0 ? undefined : `${judgement(bins, ece)} ${amount(bins.length, 'bin')} of about ${amount(average(bins), 'prediction')}.`}
      aside={
        <>
          <Facts ece={ece} brier={brier} />
          <Legend
            entries={[
              { text: 'this run', look: 'first', shape: 'dot' },
              { text: 'as it should be', look: 'quiet', shape: 'dashes' },
            ]}
          />
        </>
      }
    >
      {bins.length === 0 ? (
        <EmptyState title="No prediction counts at these thresholds">Lower the confidence, or widen the slice.</EmptyState>
      ) : (
        <Plot label="Reliability" height={height} x={{ title: 'Mean confidence', domain: UNIT }} y={{ title: 'Share that is right', domain: UNIT }}>
          <Line points={EVEN} tone="quiet" dashed />
          <Whiskers spans={spans} />
          <Line points={bins.map(({ confidence: x, accuracy: y }) => ({ x, y }))} />
          <Marks label="Bins of confidence" marks={bins.map((bin) => {
              const { low, high } = bin
              const door = scoreDoor({ low, high, isRight: false, className: null, confidence })
              return { ...mark(bin), isCurrent: isOpen(door), onOpen: (): void => onOpenItems(door) }
            })} />
        </Plot>
      )}
    </Panel>
  )
}

function Facts({ ece, brier }: Pick<Calibration, 'ece' | 'brier'>) {
  return (
    <>
      {ece !== null && (
        <span title="Expected calibration error: the mean distance of confidence from the share that is right, over bins of equal size">
          ECE <b className={styles.fact}>{ece.toFixed(3)}</b>
        </span>
      )}
      {brier !== null && (
        <span title="Brier score: the mean squared distance of confidence from 1 where right and 0 where wrong">
          Brier <b className={styles.fact}>{brier.toFixed(3)}</b>
        </span>
      )}
    </>
  )
}

const totalOf = (bins: Calibration['bins']): number => bins.reduce((sum, { count }) => sum + count, 0)
const average = (bins: Calibration['bins']): number => Math.round(totalOf(bins) / Math.max(bins.length, 1))

/** In one sentence: believed too much, too little, or as it should be. */
function judgement(bins: Calibration['bins'], ece: number | null): string {
  const total = totalOf(bins)
  if (ece === null || total === 0) return ''
  const lean = bins.reduce((sum, { count, confidence, accuracy }) => sum + count * (accuracy - confidence), 0) / total
  if (ece < 0.03) return 'Yes: of predictions with a confidence of 0.8, about 80 in 100 are right.'
  const far = Math.abs(lean).toFixed(2)
  if (Math.abs(lean) < ece / 2) return `Off by ${ratio(ece)} on average, too high in places and too low in others.`
  return lean > 0 ? `The run is better than it says: right ${far} more often.` : `The run is surer than it should be: right ${far} less often.`
}

function mark({ low, high, count, confidence, accuracy, lower, upper }: Calibration['bins'][number]): Mark {
  const range = `${ratio(low)} to ${ratio(high)}`
  return {
    key: String(low),
    x: confidence,
    y: accuracy,
    name: `Confidence ${range}: ${ratio(accuracy)} of ${number(count)} are right. Show those that are not`,
    tip: (
      <>
        <b>Confidence {range}</b>
        <TipRow name="Mean confidence">{ratio(confidence)}</TipRow>
        <TipRow name="Right">{`${ratio(accuracy)} (${ratio(lower)} to ${ratio(upper)})`}</TipRow>
        <TipRow name="Predictions">{number(count)}</TipRow>
      </>
    ),
  }
}
