/** What stands still in a plot: lines, bands, whiskers and guides. */
import { classNames } from '@/lib/class-names'
import { useFrame } from './frame'
import { linePath, type Point, type Span } from './path'
import styles from './plot.module.css'

/** The colours of a plot: two series, what is fine and bad, what the person acts on, and what stands back. */
export type Tone = 'first' | 'second' | 'ok' | 'bad' | 'acc' | 'soft' | 'quiet'

interface LineProps {
  readonly points: readonly Point[]
  readonly tone?: Tone
  readonly dashed?: boolean
}

/** A line through points. */
export function Line({ points, tone = 'first', dashed = false }: LineProps) {
  const { x, y } = useFrame()
  return <path className={classNames(styles.line, styles[tone], dashed && styles.dashed)} d={linePath(points, x, y)} />
}

/** An interval at each place, as an upright bar with ends. */
export function Whiskers({ spans, tone = 'first' }: { readonly spans: readonly Span[]; readonly tone?: Tone }) {
  const { x, y } = useFrame()
  const paths = spans.map((span) => {
    const [at, top, bottom] = [x.at(span.x), y.at(span.high), y.at(span.low)]
    return `M${at - 3} ${top}h6m-3 0V${bottom}m-3 0h6`
  })
  return <path className={classNames(styles.whisker, styles[tone])} d={paths.join('')} />
}

interface RuleProps {
  readonly x: number
  readonly text?: string
  readonly tone?: Tone
}

/** An upright hairline at a value, with a word at its head. */
export function Rule({ x: value, text, tone = 'quiet' }: RuleProps) {
  const { x, width, height } = useFrame()
  const at = x.at(value)
  const turned = at > width * 0.7
  return (
    <g className={classNames(styles.rule, styles[tone])} transform={`translate(${at} 0)`} aria-hidden="true">
      <line y2={height} />
      {text !== undefined && (
        <text x={turned ? -5 : 5} y={9} textAnchor={turned ? 'end' : 'start'}>
          {text}
        </text>
      )}
    </g>
  )
}
