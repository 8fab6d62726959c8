import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { classNames } from '@/lib/class-names'
import styles from './segmented.module.css'

interface SegmentedOption<T extends string> {
  readonly value: T
  readonly label: ReactNode
  readonly title?: string
}

interface SegmentedProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly SegmentedOption<T>[]
  readonly onChange: (value: T) => void
  readonly fill?: boolean
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** One of a few, all in view. Arrow keys move between them. */
export function Segmented<T extends string>({ label, value, options, onChange, fill = false }: SegmentedProps<T>) {
  const group = useRef<HTMLDivElement>(null)
  const step = (event: KeyboardEvent): void => {
    const by = STEPS[event.key]
    if (by === undefined) return
    event.preventDefault()
    const at = options.findIndex((option) => option.value === value)
    const next = options[(at + by + options.length) % options.length]
    if (next === undefined) return
    onChange(next.value)
    group.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus()
  }
  return (
    <div ref={group} className={classNames(styles.group, fill && styles.fill)} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          data-value={option.value}
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          className={classNames(styles.option, option.value === value && styles.on)}
          title={option.title}
          onClick={() => onChange(option.value)}
          onKeyDown={step}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
