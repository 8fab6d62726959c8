import { type KeyboardEvent, useState } from 'react'
import type { ImageObject } from '@/api/types'
import { attributeText, attributeValue } from '@/lib/attribute-text'
import { READ_ONLY } from '@/lib/base-path'
import { Button, IconButton } from '@/ui/button'
import styles from './attributes.module.css'
import { attributesOf, type AttributeValues, isPending } from './label-edits'

interface AttributesProps {
  readonly object: ImageObject
  readonly onSet: (label: ImageObject, values: AttributeValues) => void
}

/** What is known of an object by name; of a label it can be changed. */
export function Attributes({ object, onSet }: AttributesProps) {
  const named = Object.entries(attributesOf(object))
  const isOpen = READ_ONLY === null && object.source === 'label' && !isPending(object)
  if (named.length === 0 && !isOpen) return null
  const set = (name: string, value: AttributeValues[string] | undefined): void => onSet(object, { [name]: value ?? null })
  return (
    <div className={styles.attributes} role="group" aria-label="Attributes">
      {named.map(([name, value]) => (
        <div key={`${name} ${attributeText(value)}`} className={styles.row}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          {isOpen && isScalar(value) ? (
            <Value name={name} value={attributeText(value)} onSet={(text) => set(name, attributeValue(text))} />
          ) : (
            <span className={styles.fixed}>{attributeText(value)}</span>
          )}
          {isOpen && <IconButton icon="close" size="small" label={`Remove ${name}`} onClick={() => set(name, null)} />}
        </div>
      ))}
      {isOpen && <NewAttribute onAdd={set} />}
    </div>
  )
}

const isScalar = (value: unknown): boolean => typeof value !== 'object'

interface ValueProps {
  readonly name: string
  readonly value: string
  readonly onSet: (text: string) => void
}

/** Written on Enter or when left; Escape brings back what it was. */
function Value({ name, value, onSet }: ValueProps) {
  const [text, setText] = useState(value)
  const write = (): void => {
    if (text.trim() !== '' && text !== value) onSet(text)
    else setText(value)
  }
  return (
    <input
      className={styles.value}
      aria-label={name}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={write}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setText(value)
        if (event.key === 'Enter') write()
      }}
    />
  )
}

function NewAttribute({ onAdd }: { readonly onAdd: (name: string, value: AttributeValues[string]) => void }) {
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const isComplete = name.trim() !== '' && text.trim() !== ''
  const add = (): void => {
    if (!isComplete) return
    onAdd(name.trim(), attributeValue(text))
    setName('')
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') add()
  }
  return (
    <div className={styles.row}>
      <input className={styles.value} aria-label="New attribute" placeholder="attribute" value={name} onChange={(event) => setName(event.target.value)} onKeyDown={onKeyDown} />
      <input className={styles.value} aria-label="Its value" placeholder="value" value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      <Button size="small" disabled={!isComplete} onClick={add}>
        Add
      </Button>
    </div>
  )
}
