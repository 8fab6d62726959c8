import { type ReactNode, useId } from 'react'
import { Card } from './card'
import styles from './panel.module.css'

interface PanelProps {
  readonly title: string
  /** One sentence: how to read it. */
  readonly note?: ReactNode
  /** Right of the title: a legend, a button, a number. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A plot or a table with its name and how to read it. */
export function Panel({ title, note, aside, children }: PanelProps) {
  const id = useId()
  return (
    <Card className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      {children}
    </Card>
  )
}

interface LegendProps {
  readonly entries: readonly { readonly text: string; readonly look: 'first' | 'second' | 'soft' | 'quiet' | 'ok' | 'bad'; readonly shape: 'line' | 'dashes' | 'dot' | 'diamond' | 'block' }[]
}

const SHAPES = {
  line: <path d="M0 6h16" strokeWidth={2} />,
  dashes: <path d="M0 6h16" strokeWidth={1.5} strokeDasharray="4 3" />,
  dot: <circle cx={8} cy={6} r={4} className={styles.filled} />,
  diamond: <path d="M8 1l5 5l-5 5l-5-5Z" className={styles.filled} />,
  block: <rect x={3} y={1} width={10} height={10} rx={2} className={styles.filled} />,
} as const

/** What the lines and marks of a plot stand for. */
export function Legend({ entries }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {entries.map(({ text, look, shape }) => (
        <li key={text}>
          <svg width={16} height={12} className={styles[look]} aria-hidden="true">
            {SHAPES[shape]}
          </svg>
          {text}
        </li>
      ))}
    </ul>
  )
}
