import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, useState } from 'react'
import { useActions } from '@/actions/registry'
import { imageValuesQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { ImageDetail, PixelValues } from '@/api/types'
import { Button, IconButton } from '@/ui/button'
import { hillPath, shareOf, type ValueWindow, windowOf, withEnd, writeWindow } from './value-window'
import styles from './window-control.module.css'

interface WindowControlProps {
  readonly detail: ImageDetail
  /** Null: as the picture is shown when nobody asks for a window. */
  readonly window: ValueWindow | null
  readonly onWindow: (window: ValueWindow | null) => void
}

/** Which of the values that the file stores are black and white: a switch, and a small panel over their histogram. */
export function WindowControl({ detail, window, onWindow }: WindowControlProps) {
  const [isOpen, setOpen] = useState(window !== null)
  const { data: values, error } = useQuery({ ...imageValuesQuery(useTransport(), detail), enabled: isOpen })
  const toggle = (): void => setOpen(!isOpen)
  useActions(
    [
      { id: 'view.window', label: 'Window of values: brightness and contrast', group: 'View', keys: ['w'], keywords: 'level 16 bit histogram', perform: toggle },
      { id: 'view.window-reset', label: 'Show the values as at first', group: 'View', keys: ['shift+W'], when: () => window !== null, perform: () => onWindow(null) },
    ],
    'overlay',
  )
  return (
    <>
      <IconButton icon="contrast" size="small" label="Window of values" keys="W" pressed={isOpen} onClick={toggle} />
      {isOpen && (
        <section className={styles.panel} aria-label="Window of values">
          {error !== null && <p className={styles.note}>{explain(error).message}</p>}
          {values !== undefined && <Ends values={values} window={window} onWindow={onWindow} />}
        </section>
      )}
    </>
  )
}

interface EndsProps extends Omit<WindowControlProps, 'detail'> {
  readonly values: PixelValues
}

const WIDTH = 256
const HEIGHT = 56

function Ends({ values, window, onWindow }: EndsProps) {
  const full = windowOf(values.full)
  const now = window ?? windowOf(values.shown)
  const [low, high] = [shareOf(full, now.low), shareOf(full, now.high)]
  const move = (end: keyof ValueWindow) => (value: number) => onWindow(withEnd(values, now, end, value))
  return (
    <>
      <div className={styles.range} style={{ '--low': low, '--high': high } as CSSProperties}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <path className={styles.hills} d={hillPath(values.counts, WIDTH, HEIGHT)} />
          <path className={styles.ramp} d={`M${low * WIDTH} ${HEIGHT}L${high * WIDTH} 0`} />
        </svg>
        <i className={styles.outside} style={{ left: 0, width: `${low * 100}%` }} />
        <i className={styles.outside} style={{ right: 0, width: `${(1 - high) * 100}%` }} />
        <Handle label="Black" full={full} value={now.low} onChange={move('low')} />
        <Handle label="White" full={full} value={now.high} onChange={move('high')} />
      </div>
      <div className={styles.numbers}>
        <Typed label="Value that is black" value={now.low} onChange={move('low')} />
        <span className={styles.note} title="What a value is in the file">
          {values.type}
        </span>
        <Typed label="Value that is white" value={now.high} onChange={move('high')} />
      </div>
      <div className={styles.buttons}>
        <Preset title="The middle 99 % of the values" window={windowOf(values.auto)} now={now} onWindow={onWindow}>
          Auto
        </Preset>
        <Preset title="From the least to the greatest value" window={full} now={now} onWindow={onWindow}>
          Full range
        </Preset>
        <Button size="small" variant="quiet" keys="shift+W" disabled={window === null} onClick={() => onWindow(null)}>
          Reset
        </Button>
      </div>
    </>
  )
}

interface EndProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

/** One end as a slider: the browser's own, so that keys, touch and screen readers work as everywhere. */
function Handle({ label, full, value, onChange }: EndProps & { readonly full: ValueWindow }) {
  return (
    <input
      type="range"
      className={styles.handle}
      aria-label={label}
      min={full.low}
      max={full.high}
      step="any"
      value={value}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  )
}

/** One end as a number, taken when it is left or with Enter. */
function Typed({ label, value, onChange }: EndProps) {
  const shown = Number(value.toPrecision(6))
  return (
    <input
      key={shown}
      type="number"
      step="any"
      className={styles.number}
      aria-label={label}
      defaultValue={shown}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
      onBlur={(event) => {
        const typed = event.currentTarget.valueAsNumber
        if (typed !== shown) onChange(typed)
      }}
    />
  )
}

interface PresetProps {
  readonly title: string
  readonly window: ValueWindow
  readonly now: ValueWindow
  readonly onWindow: (window: ValueWindow) => void
  readonly children: string
}

function Preset({ title, window, now, onWindow, children }: PresetProps) {
  const isOn = writeWindow(window) === writeWindow(now)
  return (
    <Button size="small" variant="quiet" title={title} pressed={isOn} onClick={() => onWindow(window)}>
      {children}
    </Button>
  )
}
