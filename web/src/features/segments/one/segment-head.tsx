import { Menu } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useActions } from '@/actions/registry'
import type { SegmentState } from '@/api/segment-types'
import type { Segment } from '@/api/types'
import { EDITS, TYPED_EDITS } from '@/lib/base-path'
import { PlaceLink } from '@/state/place-link'
import { Button, IconButton } from '@/ui/button'
import { STATE_MEANINGS, STATE_NAMES, STATES } from '../state-words'
import { ItemsExport } from './items-export'
import styles from './one.module.css'
import { useSegmentVerbs } from './use-segment-verbs'

/** Its name, where the work on it stands, and what can be done with it. */
export function SegmentHead({ segment }: { readonly segment: Segment }) {
  const { edit, review, explore, freeze, copy, remove } = useSegmentVerbs(segment)
  const isLive = segment.items === null
  const toState = (state: SegmentState): void => void edit({ state })
  useActions([
    { id: 'segment.review', label: `Review “${segment.name}”`, group: 'Query', keys: ['r'], edits: true, perform: review },
    { id: 'segment.explore', label: `Open “${segment.name}” in Explore`, group: 'Query', keys: ['o'], perform: explore },
    { id: 'segment.freeze', label: 'Freeze: keep what it lists now', group: 'Query', edits: true, when: () => isLive, perform: freeze },
    { id: 'segment.copy', label: `Copy “${segment.name}”`, group: 'Query', edits: true, perform: copy },
    ...segment.steps.map((state) => ({ id: `segment.state.${state}`, label: `Move to ${STATE_NAMES[state].toLowerCase()}`, group: 'Query' as const, edits: true, perform: () => toState(state) })),
  ])
  return (
    <header className={styles.head}>
      <PlaceLink page="segments" className={styles.back}>
        Segments
      </PlaceLink>
      <Name key={segment.name} name={segment.name} onRename={(name) => edit({ name })} />
      <StateMenu segment={segment} onChoose={toState} />
      <span className={styles.gap} />
      <ItemsExport segment={segment} />
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton icon="more" variant="default" label="More" />
        </Menu.Target>
        <Menu.Dropdown>
          {isLive && <Menu.Item {...EDITS} onClick={freeze}>Freeze: keep what it lists now</Menu.Item>}
          <Menu.Item {...EDITS} onClick={copy}>Copy</Menu.Item>
          <Menu.Item color="red" {...EDITS} onClick={remove}>
            Delete the segment
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button keys="O" onClick={explore}>
        Open in Explore
      </Button>
      <Button variant="primary" keys="R" edits disabled={segment.total === 0} onClick={review}>
        Review
      </Button>
    </header>
  )
}

interface StateMenuProps {
  readonly segment: Segment
  readonly onChoose: (state: SegmentState) => void
}

/** Where the work stands; only what may follow is offered. */
function StateMenu({ segment: { state, steps }, onChoose }: StateMenuProps) {
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <button type="button" className={styles.state} data-state={state} title={STATE_MEANINGS[state]} aria-label={`State: ${STATE_NAMES[state]}`} {...EDITS}>
          {STATE_NAMES[state]}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {STATES.filter((next) => steps.includes(next)).map((next) => (
          <Menu.Item key={next} onClick={() => onChoose(next)} rightSection={<span className={styles.meaning}>{STATE_MEANINGS[next]}</span>}>
            {STATE_NAMES[next]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface NameProps {
  readonly name: string
  readonly onRename: (name: string) => Promise<boolean>
}

/** The name, which can be changed where it stands: Enter keeps, Escape leaves it. */
function Name({ name, onRename }: NameProps) {
  const [draft, setDraft] = useState(name)
  const rename = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    if (draft.trim() === '' || draft.trim() === name) return setDraft(name)
    if (!(await onRename(draft))) setDraft(name)
  }
  return (
    <form onSubmit={(event) => void rename(event)}>
      <input
        className={styles.name}
        aria-label="Name of the segment"
        title="Change the name"
        maxLength={200}
        value={draft}
        size={Math.max(draft.length, 6)}
        onChange={({ target }) => setDraft(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          setDraft(name)
          event.currentTarget.blur()
        }}
        onBlur={() => void rename()}
        {...TYPED_EDITS}
      />
    </form>
  )
}
