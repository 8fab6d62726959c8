import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { changesQuery, segmentsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { NOW, type Version } from '@/api/version-types'
import { useGo } from '@/state/place'
import { changeChoices, IMPORTED, type StateChoice, stateWords } from './states'
import type { Chosen } from './use-fix-question'
import styles from './versions.module.css'

const LISTED = 100

interface FixPickersProps {
  readonly dataset: number
  readonly versions: readonly Version[]
  readonly chosen: Chosen
}

/** Which two states of the labels are held against each other, and which images test them. */
export function FixPickers({ dataset, versions, chosen: { before, after, test } }: FixPickersProps) {
  const go = useGo()
  const { data: changes = [] } = useQuery(changesQuery(useTransport(), { limit: LISTED }))
  const states = { versions, changes: changeChoices(changes) }
  return (
    <div className={styles.pickers}>
      <StatePicker label="Before" value={before} {...states} first={IMPORTED} onChange={(name) => go({ reference: name === IMPORTED ? null : name })} />
      <StatePicker label="After" value={after} {...states} first={NOW} onChange={(name) => go({ compared: name === NOW ? null : name })} />
      <TestPicker dataset={dataset} value={test} />
    </div>
  )
}

interface StatePickerProps {
  readonly label: string
  readonly value: string
  readonly versions: readonly Version[]
  readonly changes: readonly StateChoice[]
  readonly first: string
  readonly onChange: (value: string) => void
}

function StatePicker({ label, value, versions, changes, first, onChange }: StatePickerProps) {
  const ends = [first, first === NOW ? IMPORTED : NOW]
  const known = [...ends, ...versions.map(({ name }) => name), ...changes.map((choice) => choice.value)]
  return (
    <Picker label={label} value={value} onChange={onChange}>
      {!known.includes(value) && <option value={value}>{stateWords(value)}</option>}
      {ends.map((name) => (
        <option key={name} value={name}>
          {stateWords(name)}
        </option>
      ))}
      {versions.length > 0 && (
        <optgroup label="Versions">
          {versions.toReversed().map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
      {changes.length > 0 && (
        <optgroup label="Changes">
          {changes.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </optgroup>
      )}
    </Picker>
  )
}

const SPLITS = ''
const OWN = '?'

/** The images that test: those of the splits, of a segment, or of a query. */
function TestPicker({ dataset, value }: { readonly dataset: number; readonly value: string }) {
  const go = useGo()
  const { data: segments = [] } = useQuery(segmentsQuery(useTransport(), dataset))
  const [isOwn, setIsOwn] = useState(false)
  const ofImages = segments.filter(({ level }) => level === 'image')
  const isListed = value === SPLITS || ofImages.some(({ query }) => query === value)
  const shown = isOwn || !isListed ? OWN : value
  const choose = (next: string): void => {
    setIsOwn(next === OWN)
    if (next !== OWN) go({ q: next })
  }
  return (
    <>
      <Picker label="Tested on" value={shown} onChange={choose}>
        <option value={SPLITS}>images of the splits val and test</option>
        {ofImages.length > 0 && (
          <optgroup label="Segments">
            {ofImages.map(({ id, name, query }) => (
              <option key={id} value={query}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        <option value={OWN}>a query of images…</option>
      </Picker>
      {shown === OWN && <QueryInput key={value} value={value} onAsk={(text) => go({ q: text })} />}
    </>
  )
}

/** A query that is asked on Enter, or when one turns elsewhere. */
function QueryInput({ value, onAsk }: { readonly value: string; readonly onAsk: (text: string) => void }) {
  const [text, setText] = useState(value)
  const ask = (): void => {
    if (text !== value) onAsk(text)
  }
  return (
    <input
      aria-label="Query of the test images"
      placeholder='such as split = "test"'
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={ask}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask()
      }}
    />
  )
}

interface PickerProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children: ReactNode
}

function Picker({ label, value, onChange, children }: PickerProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {children}
      </select>
    </label>
  )
}
