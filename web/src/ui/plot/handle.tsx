import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useFrame } from './frame'
import styles from './plot.module.css'

interface HandleProps {
  readonly label: string
  readonly value: number
  readonly step: number
  /** How the value is told: `confidence 0.42`. */
  readonly text: (value: number) => string
  readonly onMove: (value: number) => void
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
}

/** A line across the plot that can be dragged, and moved by the arrow keys: a threshold. */
export function Handle({ label, value, step, text, onMove }: HandleProps) {
  const { x, width, height } = useFrame()
  const [held, setHeld] = useState(false)
  const at = x.at(value)
  const turned = at > width - 96
  const settle = (raw: number): void => {
    const stepped = Number((Math.round(raw / step) * step).toFixed(6))
    const next = Math.min(Math.max(stepped, x.low), x.high)
    if (next !== value) onMove(next)
  }
  const press = (event: KeyboardEvent): void => {
    const by = STEPS[event.key]
    if (by !== undefined) settle(value + by * step)
    else if (event.key === 'Home') settle(x.low)
    else if (event.key === 'End') settle(x.high)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const drag = (event: PointerEvent<SVGElement>): void => {
    const origin = event.currentTarget.getBoundingClientRect()
    // The grip is drawn around the value: what its middle moves by, the value moves by.
    settle(x.value(at + event.clientX - (origin.left + origin.width / 2)))
  }
  return (
    <g transform={`translate(${at} 0)`} className={styles.handle}>
      <line y1={-4} y2={height} />
      <text x={turned ? -9 : 9} y={-4} textAnchor={turned ? 'end' : 'start'} aria-hidden="true">
        {text(value)}
      </text>
      <g
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={x.low}
        aria-valuemax={x.high}
        aria-valuenow={value}
        aria-valuetext={text(value)}
        onKeyDown={press}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setHeld(true)
        }}
        onPointerMove={(event) => {
          if (held) drag(event)
        }}
        onPointerUp={() => setHeld(false)}
        onPointerCancel={() => setHeld(false)}
      >
        <rect className={styles.grip} x={-7} y={-14} width={14} height={height + 14} />
        <circle className={styles.knob} cy={-8} r={5} />
      </g>
    </g>
  )
}
