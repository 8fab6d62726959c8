import { useId } from 'react'
import type { NumberField } from '@/api/field-types'
import { ratio } from '@/lib/words'
import { Segmented } from '@/ui/segmented'
import { Slider } from '@/ui/slider'
import { takeFocus } from '@/ui/take-focus'
import { firstEnd, useChange, useChoice } from './choice'
import styles from './choose-next.module.css'

interface SettingsProps {
  readonly fields: readonly NumberField[]
  readonly field: NumberField
}

const ENDS = [
  { value: 'low', label: 'Low first' },
  { value: 'high', label: 'High first' },
] as const

const MOST = { budget: 10_000, apart: 64, seed: 1_000_000_000 } as const

/** What an image is worth, how many, and how unlike each other. Every change chooses anew. */
export function Settings({ fields, field }: SettingsProps) {
  const choice = useChoice()
  const set = useChange()
  const worth = useId()
  return (
    <div className={styles.settings}>
      <div className={styles.row} title={field.meaning}>
        <label htmlFor={worth}>Worth</label>
        <select id={worth} data-autofocus ref={takeFocus} className={styles.input} value={field.name} onChange={(event) => set({ by: event.currentTarget.value, end: null })}>
          {fields.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <div className={styles.row}>
        <span aria-hidden="true">Which end</span>
        <Segmented label="Which end goes first" value={firstEnd(choice, field)} options={ENDS} onChange={(end) => set({ end })} />
      </div>
      <Whole label="Budget" title="So many images at most" value={choice.budget} min={1} max={MOST.budget} onChange={(budget) => set({ budget })} />
      <div className={styles.row} title="0: worth alone. 1: unlike each other alone.">
        <span aria-hidden="true">Diversity {ratio(choice.diversity)}</span>
        <Slider label="Diversity" min={0} max={1} step={0.05} width={120} value={choice.diversity} onChange={(diversity) => set({ diversity: Math.round(diversity * 100) / 100 })} />
      </div>
      <Whole label="Apart" title="An image whose hash differs in fewer bits of 64 from a chosen one is a near duplicate of it, and left out" value={choice.apart} min={0} max={MOST.apart} onChange={(apart) => set({ apart })} />
      <Whole label="Seed" title="Decides between equals: the same seed chooses the same images" value={choice.seed} min={0} max={MOST.seed} onChange={(seed) => set({ seed })} />
    </div>
  )
}

interface WholeProps {
  readonly label: string
  readonly title: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}

/** A whole number; while what is typed is none, the last one stands. */
function Whole({ label, title, value, min, max, onChange }: WholeProps) {
  const id = useId()
  return (
    <div className={styles.row} title={title}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        className={styles.input}
        min={min}
        max={max}
        step={1}
        defaultValue={value}
        onChange={({ currentTarget }) => {
          if (currentTarget.validity.valid && currentTarget.value !== '') onChange(currentTarget.valueAsNumber)
        }}
      />
    </div>
  )
}
