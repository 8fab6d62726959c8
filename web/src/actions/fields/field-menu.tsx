import { Popover } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { classNames } from '@/lib/class-names'
import { matchWords } from '@/lib/match-words'
import { Button } from '@/ui/button'
import { takeFocus } from '@/ui/take-focus'
import type { SortField, SortGroup } from './sort-fields'
import styles from './field-menu.module.css'

interface FieldMenuProps {
  /** What a screen reader calls the button, where its words do not say it. */
  readonly label?: string
  readonly text: ReactNode
  readonly groups: readonly SortGroup[]
  readonly chosen: string | null
  /** Above the fields, a choice of none of them. */
  readonly none?: string
  readonly opened: boolean
  readonly onOpened: (opened: boolean) => void
  readonly onPick: (field: SortField | null) => void
}

/** A button that opens a list of fields in groups, found by typing. */
export function FieldMenu({ label, text, groups, chosen, none, opened, onOpened, onPick }: FieldMenuProps) {
  const pick = (field: SortField | null): void => {
    onOpened(false)
    onPick(field)
  }
  return (
    <Popover opened={opened} onChange={onOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button onClick={() => onOpened(!opened)} aria-label={label} aria-expanded={opened} aria-haspopup="dialog" className={styles.fieldButton}>
          {text}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu}>
        <FieldList groups={groups} chosen={chosen} none={none} onPick={pick} />
      </Popover.Dropdown>
    </Popover>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

interface FieldListProps extends Pick<FieldMenuProps, 'groups' | 'chosen' | 'onPick'> {
  readonly none: string | undefined
}

function FieldList({ groups, chosen, none, onPick }: FieldListProps) {
  const [typed, setTyped] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const found = groups
    .map((group) => ({ ...group, fields: group.fields.filter(({ name, title }) => matchWords(typed, `${title} ${name}`) !== null) }))
    .filter(({ fields }) => fields.length > 0)
  const first = found[0]?.fields[0]
  const step = (event: KeyboardEvent): void => {
    const by = STEPS[event.key]
    if (by === undefined) return
    event.preventDefault()
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)]?.focus()
  }
  return (
    <div onKeyDown={step} role="presentation">
      <input
        data-autofocus
        ref={takeFocus}
        className={styles.menuField}
        aria-label="Find a field"
        placeholder="Find a field"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first !== undefined) onPick(first)
        }}
      />
      <div ref={list} className={styles.menuList}>
        {typed === '' && none !== undefined && (
          <button type="button" className={classNames(styles.menuItem, chosen === null && styles.chosen)} onClick={() => onPick(null)}>
            {none}
          </button>
        )}
        {found.map(({ title, fields }) => (
          <div key={title} role="group" aria-label={title}>
            <div className={styles.menuGroup} aria-hidden="true">
              {title}
            </div>
            {fields.map((field) => (
              <button
                key={field.name}
                type="button"
                title={field.meaning}
                className={classNames(styles.menuItem, chosen === field.name && styles.chosen)}
                onClick={() => onPick(field)}
              >
                {field.title}
                <code>{field.name}</code>
              </button>
            ))}
          </div>
        ))}
        {found.length === 0 && <p className={styles.menuNone}>No field is called that</p>}
      </div>
    </div>
  )
}
