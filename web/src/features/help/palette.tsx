import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import type { Action } from '@/actions/action'
import { possibleActions } from '@/actions/registry'
import { classNames } from '@/lib/class-names'
import { matchWords } from '@/lib/match-words'
import { showOverlay } from '@/state/overlays'
import { Dialog } from '@/ui/dialog'
import { Icon } from '@/ui/icon'
import { Kbd } from '@/ui/kbd'
import { takeFocus } from '@/ui/take-focus'
import styles from './palette.module.css'

/** The actions that answer what was typed, best first. */
export function findActions(typed: string, actions: readonly Action[]): Action[] {
  const scored = actions
    .filter((action) => action.keyOnly !== true)
    .map((action) => ({ action, score: matchWords(typed, `${action.label} ${action.group} ${action.keywords ?? ''}`) }))
    .filter((entry): entry is { action: Action; score: number } => entry.score !== null)
  // What a name says goes before what only its keywords say.
  const isNamed = ({ action }: { readonly action: Action }): number => Number(matchWords(typed, action.label) !== null)
  return scored.sort((a, b) => isNamed(b) - isNamed(a) || b.score - a.score).map(({ action }) => action)
}

/** Every action by typing a piece of its name. */
export function Palette() {
  const [typed, setTyped] = useState('')
  const [current, setCurrent] = useState(0)
  const listId = useId()
  // Read once: what was possible when the palette was opened, before it covered the page.
  const all = useMemo(() => possibleActions(), [])
  const found = useMemo(() => findActions(typed, all), [typed, all])
  const chosen = found[Math.min(current, found.length - 1)]
  const close = (): void => showOverlay(null)
  const perform = (action: Action | undefined): void => {
    close()
    // After the palette is gone, so that an action that moves the focus keeps it.
    if (action !== undefined) window.setTimeout(action.perform, 0)
  }
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by !== undefined) {
      event.preventDefault()
      setCurrent((Math.min(current, found.length - 1) + by + found.length) % Math.max(found.length, 1))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      perform(chosen)
    }
  }
  return (
    <Dialog label="Find an action" width={560} onClose={close}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          data-autofocus
          ref={takeFocus}
          className={styles.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen.id}`}
          aria-label="Find an action"
          placeholder="Find an action"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setCurrent(0)
          }}
          onKeyDown={press}
        />
      </div>
      <ul className={styles.list} id={listId} role="listbox" aria-label="Actions">
        {found.map((action) => (
          <Entry key={action.id} id={`${listId}-${action.id}`} action={action} current={action === chosen} onPerform={() => perform(action)} />
        ))}
        {found.length === 0 && <li className={styles.none}>No action is called that. Try another word.</li>}
      </ul>
    </Dialog>
  )
}

interface EntryProps {
  readonly id: string
  readonly action: Action
  readonly current: boolean
  readonly onPerform: () => void
}

function Entry({ id, action, current, onPerform }: EntryProps) {
  const reveal = (element: HTMLLIElement | null): void => {
    if (current) element?.scrollIntoView({ block: 'nearest' })
  }
  return (
    // The field above keeps the focus and handles the keys; the mouse is the second way.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <li id={id} ref={reveal} role="option" aria-selected={current} className={classNames(styles.entry, current && styles.current)} onClick={onPerform}>
      <span>{action.label}</span>
      <span className={styles.group}>{action.group}</span>
      {action.keys?.[0] !== undefined && <Kbd keys={action.keys[0]} />}
    </li>
  )
}
