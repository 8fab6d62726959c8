import { type KeyboardEvent, useId, useState } from 'react'
import { ratio } from '@/lib/words'
import { Icon } from '@/ui/icon'
import { Slider } from '@/ui/slider'
import styles from './metrics.module.css'

interface ThresholdFieldProps {
  readonly name: string
  readonly title: string
  readonly value: number
  readonly least: number
  readonly onChange: (value: number) => void
}

const STEP = 0.05

const hundredths = (value: number): number => Math.round(value * 100) / 100

/** A threshold by slider, by arrows, or typed. What lies outside of its range is refused, and told. */
export function ThresholdField({ name, title, value, least, onChange }: ThresholdFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const problemId = useId()
  const given = typed === null || typed.trim() === '' ? null : Number(typed.replace(',', '.'))
  const isRefused = given !== null && !(given >= least && given <= 1)
  const step = (by: 1 | -1): void => {
    setTyped(null)
    // To the next round step, so that .52 becomes .55 and not .57.
    const next = hundredths((by === 1 ? Math.floor(value / STEP + 1e-6) + 1 : Math.ceil(value / STEP - 1e-6) - 1) * STEP)
    onChange(Math.min(Math.max(next, least), 1))
  }
  const press = (event: KeyboardEvent): void => {
    const acts: Readonly<Record<string, () => void>> = {
      ArrowUp: () => step(1),
      ArrowDown: () => step(-1),
      Escape: () => setTyped(null),
      Enter: () => setTyped(isRefused ? typed : null),
    }
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const write = (text: string): void => {
    setTyped(text)
    const number = Number(text.replace(',', '.'))
    if (text.trim() !== '' && number >= least && number <= 1) onChange(number)
  }
  return (
    <div className={styles.threshold} title={title}>
      <span aria-hidden="true">{name}</span>
      <Slider label={`${name} slider`} value={value} min={least} max={1} step={0.01} width={112} onChange={(next) => onChange(hundredths(next))} />
      <span className={styles.number} data-refused={isRefused}>
        <input
          inputMode="decimal"
          aria-label={name}
          aria-invalid={isRefused}
          aria-describedby={isRefused ? problemId : undefined}
          value={typed ?? (value === hundredths(value) ? ratio(value) : String(value))}
          onChange={(event) => write(event.currentTarget.value)}
          onBlur={() => setTyped(null)}
          onKeyDown={press}
        />
        <span className={styles.steps}>
          <button type="button" tabIndex={-1} aria-label={`Raise ${name}`} onClick={() => step(1)}>
            <Icon name="up" size={11} />
          </button>
          <button type="button" tabIndex={-1} aria-label={`Lower ${name}`} onClick={() => step(-1)}>
            <Icon name="down" size={11} />
          </button>
        </span>
      </span>
      {isRefused && (
        <span id={problemId} role="alert" className={styles.problem}>
          {name} lies between {least === 0 ? '0' : ratio(least)} and 1. It stays at {ratio(value)}.
        </span>
      )}
    </div>
  )
}
