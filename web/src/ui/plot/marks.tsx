import { type ReactNode, useState } from 'react'
import { classNames } from '@/lib/class-names'
import { useFrame } from './frame'
import type { Tone } from './parts'
import styles from './plot.module.css'
import { Tip } from './tip'
import { useRoving } from './use-roving'

export interface Mark {
  readonly key: string
  readonly x: number
  readonly y: number
  /** All that it tells, in words: `0.10 to 0.25: precision 0.91, 120 labels`. */
  readonly name: string
  readonly tip: ReactNode
  /** Opens the items behind it. */
  readonly onOpen?: (() => void) | undefined
  readonly isCurrent?: boolean
}

interface MarksProps {
  readonly label: string
  readonly marks: readonly Mark[]
  readonly tone?: Tone
  /** The second cue beside the colour. */
  readonly shape?: 'dot' | 'diamond'
}

/** Points to look at and to open, one after another by the arrow keys. */
export function Marks({ label, marks, tone = 'first', shape = 'dot' }: MarksProps) {
  const { x, y } = useFrame()
  const [told, setTold] = useState<string | null>(null)
  const roving = useRoving(marks.length)
  const shown = marks.find(({ key }) => key === told)
  return (
    <g role="group" aria-label={label}>
      {marks.map((mark, index) => {
        const { onFocus, ...rove } = roving(index, mark.onOpen)
        return (
          <g
            key={mark.key}
            data-mark
            role="button"
            aria-label={mark.name}
            aria-disabled={mark.onOpen === undefined}
            aria-pressed={mark.isCurrent}
            className={classNames(styles.mark, styles[tone], mark.isCurrent === true && styles.current)}
            transform={`translate(${x.at(mark.x)} ${y.at(mark.y)})`}
            onClick={mark.onOpen}
            onPointerEnter={() => setTold(mark.key)}
            onPointerLeave={() => setTold(null)}
            onFocus={() => {
              onFocus()
              setTold(mark.key)
            }}
            onBlur={() => setTold(null)}
            {...rove}
          >
            <circle className={styles.reach} r={11} />
            {shape === 'dot' ? <circle className={styles.dot} r={4.5} /> : <path className={styles.dot} d="M0-5.5L5.5 0L0 5.5L-5.5 0Z" />}
          </g>
        )
      })}
      {shown !== undefined && (
        <Tip x={shown.x} y={shown.y}>
          {shown.tip}
        </Tip>
      )}
    </g>
  )
}
