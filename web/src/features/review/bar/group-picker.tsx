import { Popover } from '@mantine/core'
import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { classNames } from '@/lib/class-names'
import { matchWords } from '@/lib/match-words'
import { number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import type { ClassBook } from '@/state/class-book'
import { Button } from '@/ui/button'
import { ClassBadge } from '@/ui/class-chip'
import { Icon } from '@/ui/icon'
import { takeFocus } from '@/ui/take-focus'
import { groupName, groupTitle } from '../groups'
import { NOUNS } from '../nouns'
import type { VerdictBook, WallData, WallGroup } from '../types'
import styles from './bar.module.css'

interface GroupPickerProps {
  readonly whole: WallData
  readonly wall: WallData
  readonly group: number
  readonly classes: ClassBook
  readonly book: VerdictBook
  readonly onTurn: (group: number) => void
}

/** The class, or the pair, at the top of the screen; opens the list of all with their counts. */
export function GroupPicker({ whole, wall, group, classes, onTurn }: GroupPickerProps) {
  const [opened, setOpened] = useState(false)
  const go = useGo()
  const only = usePlace((place) => place.only)
  const shown = wall.groups[group]
  useActions([{ id: 'review.pick-group', label: 'Go to a class or a pair…', group: 'Review', keys: ['j'], keywords: 'jump pair picker', perform: () => setOpened(true) }])
  if (shown === undefined) return null
  const noun = NOUNS[wall.level]
  const pick = (picked: WallGroup | null, alone: boolean): void => {
    setOpened(false)
    if (picked === null) return go({ only: null })
    if (alone || only !== null) return go({ only: groupName(picked) })
    onTurn(whole.groups.indexOf(picked))
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button className={styles.group} aria-expanded={opened} aria-haspopup="dialog" title="All classes and their counts (J)" onClick={() => setOpened(!opened)}>
          <GroupSign group={shown} classes={classes} />
          <b className={styles.groupName}>{wall.groups.length === 1 && shown.classId === null ? `All ${noun}s` : groupTitle(shown, classes)}</b>
          <span className={styles.mut}>{number(shown.count)}</span>
          <Icon name="down" size={14} />
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu}>
        <GroupList groups={whole.groups} classes={classes} current={groupName(shown)} only={only} onPick={pick} />
      </Popover.Dropdown>
    </Popover>
  )
}

function GroupSign({ group: { classId, predictedClassId }, classes }: { readonly group: WallGroup; readonly classes: ClassBook }) {
  const looks = [classId, predictedClassId ?? null].filter((id) => id !== null).map((id) => classes.look(id))
  return looks.map(({ id, colour, mark }, index) => <ClassBadge key={`${id} ${index}`} colour={colour} mark={mark} />)
}

interface GroupListProps {
  readonly groups: readonly WallGroup[]
  readonly classes: ClassBook
  readonly current: string
  readonly only: string | null
  /** Null: all of them. */
  readonly onPick: (group: WallGroup | null, alone: boolean) => void
}

/** So many stand in the list at once; the others are found by typing. */
const MOST_LISTED = 200

function GroupList({ groups, classes, current, only, onPick }: GroupListProps) {
  const [typed, setTyped] = useState('')
  const named = groups.map((group) => ({ group, title: groupTitle(group, classes) })).filter(({ title }) => matchWords(typed, title) !== null)
  const first = named[0]
  return (
    <>
      <input
        data-autofocus
        ref={takeFocus}
        className={styles.field}
        aria-label="Find a class or a pair"
        placeholder="Find a class or a pair"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first !== undefined) onPick(first.group, false)
        }}
      />
      <ul className={styles.list} aria-label="Classes on the wall">
        {only !== null && (
          <li>
            <button type="button" className={styles.item} onClick={() => onPick(null, false)}>
              <b>All classes</b>
            </button>
          </li>
        )}
        {named.slice(0, MOST_LISTED).map(({ group, title }) => (
          <li key={groupName(group)} className={styles.row}>
            <button type="button" className={classNames(styles.item, groupName(group) === current && styles.chosen)} onClick={() => onPick(group, false)}>
              <GroupSign group={group} classes={classes} />
              <span className={styles.itemName}>{title}</span>
              <em>{number(group.count)}</em>
            </button>
            <button type="button" className={styles.alone} aria-label={`${title} alone`} title="Alone on the wall" onClick={() => onPick(group, true)}>
              alone
            </button>
          </li>
        ))}
      </ul>
      {named.length === 0 && <p className={styles.none}>Nothing on the wall is called that</p>}
      {named.length > MOST_LISTED && <p className={styles.none}>{number(named.length - MOST_LISTED)} more: type to find them</p>}
    </>
  )
}
