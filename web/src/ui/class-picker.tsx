import { Modal } from '@mantine/core'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { classNames } from '@/lib/class-names'
import { number } from '@/lib/words'
import { ClassBadge } from './class-chip'
import styles from './class-picker.module.css'
import { Kbd } from './kbd'
import { takeFocus } from './take-focus'

/** A class as the picker shows it. */
export interface PickableClass {
  readonly id: number
  readonly name: string
  readonly colour: string
  readonly mark: string
  readonly labels: number
}

interface ClassPickerProps {
  /** What the choice is for: "Change the class of 3 labels". */
  readonly title: string
  readonly classes: readonly PickableClass[]
  /** The class that Enter takes before anything is typed. */
  readonly likely?: number | null
  readonly onPick: (id: number) => void
  readonly onClose: () => void
}

/** Type to find a class, Enter to take it; the first nine have their numbers. */
export function ClassPicker({ title, classes, likely = null, onPick, onClose }: ClassPickerProps) {
  const list = useId()
  const [text, setText] = useState('')
  const found = useMemo(() => findClasses(classes, text), [classes, text])
  const [cursor, setCursor] = useState<number | null>(null)
  const likelyAt = text === '' ? found.findIndex(({ id }) => id === likely) : 0
  const at = Math.min(cursor ?? Math.max(likelyAt, 0), Math.max(found.length - 1, 0))

  const press = (event: KeyboardEvent): void => {
    const digit = text === '' && /^[1-9]$/.test(event.key) ? classes[Number(event.key) - 1] : undefined
    if (digit !== undefined) onPick(digit.id)
    else if (event.key === 'ArrowDown') setCursor((at + 1) % Math.max(found.length, 1))
    else if (event.key === 'ArrowUp') setCursor((at - 1 + found.length) % Math.max(found.length, 1))
    else if (event.key === 'Enter') {
      const chosen = found[at]
      if (chosen !== undefined) onPick(chosen.id)
    } else return
    event.preventDefault()
  }

  return (
    // What is pressed in here never reaches the screen beneath.
    <Modal
      opened
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      title={title}
      withCloseButton={false}
      size={360}
      yOffset="12vh"
      classNames={{
        content: styles.content ?? '',
        header: styles.header ?? '',
        title: styles.title ?? '',
        body: styles.body ?? '',
      }}
    >
      <input
        className={styles.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[at] === undefined ? undefined : `${list}-${found[at].id}`}
        aria-label="Find a class"
        placeholder="Type a class, or press its number"
        data-autofocus
        ref={takeFocus}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setCursor(null)
        }}
        onKeyDown={press}
      />
      <ul id={list} role="listbox" aria-label="Classes" className={styles.list}>
        {found.map((look, index) => (
          // The field above keeps the focus and handles the keys; the mouse is the second way.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={look.id}
            id={`${list}-${look.id}`}
            role="option"
            aria-selected={index === at}
            className={classNames(styles.option, index === at && styles.current)}
            ref={(element) => {
              if (index === at) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setCursor(index)}
            onClick={() => onPick(look.id)}
          >
            <ClassBadge colour={look.colour} mark={look.mark} />
            <span className={styles.name}>{look.name}</span>
            <em>{number(look.labels)}</em>
            <ClassKey position={classes.indexOf(look)} />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.none}>No class is called that.</p>}
    </Modal>
  )
}

function ClassKey({ position }: { readonly position: number }) {
  return position < 9 ? <Kbd keys={String(position + 1)} /> : <span className={styles.noKey} />
}

/** Classes whose name holds the text, those that begin with it first. */
export function findClasses<C extends PickableClass>(classes: readonly C[], text: string): readonly C[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return classes
  const place = ({ name }: C): number => name.toLowerCase().indexOf(wanted)
  return classes
    .filter((look) => place(look) >= 0)
    .sort((a, b) => Number(place(a) > 0) - Number(place(b) > 0) || a.name.localeCompare(b.name))
}
