import type { SegmentField } from '@/api/types'
import { EDITS, TYPED_EDITS } from '@/lib/base-path'
import styles from './add-to-segment.module.css'

interface FieldProps {
  readonly field: SegmentField
  readonly value: string
  readonly onChange: (value: string) => void
}

const BOUNDS = { text: {}, choice: {}, count: { type: 'number', min: 0, step: 1 }, share: { type: 'number', min: 0, max: 1, step: 'any' } }

/** One field of the template of a kind. */
export function Field({ field: { title, form, choices }, value, onChange }: FieldProps) {
  return (
    <label className={styles.row}>
      {title}
      {form === 'choice' ? (
        <select className={styles.input} {...EDITS} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">not said</option>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input className={styles.input} {...BOUNDS[form]} {...TYPED_EDITS} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      )}
    </label>
  )
}
