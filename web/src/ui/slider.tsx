import type { CSSProperties } from 'react'
import styles from './slider.module.css'

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly onChange: (value: number) => void
  readonly width?: number
  /** How a screen reader says the value. */
  readonly valueText?: string
  readonly title?: string
}

/** A slider: the browser's own control, so that keys, touch and screen readers work as everywhere. */
export function Slider({ label, value, min, max, step, onChange, width = 88, valueText, title }: SliderProps) {
  const filled = `${((value - min) / (max - min)) * 100}%`
  return (
    <input
      type="range"
      className={styles.slider}
      style={{ width, '--filled': filled } as CSSProperties}
      aria-label={label}
      aria-valuetext={valueText}
      title={title}
      min={min}
      max={max}
      step={step}
      value={value}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  )
}
