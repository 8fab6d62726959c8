import { useState } from 'react'
import { relabelTo } from '@/state/verdict'
import { IconButton } from '@/ui/button'
import { ClassBadge } from '@/ui/class-chip'
import { ClassPicker } from '@/ui/class-picker'
import { Kbd } from '@/ui/kbd'
import { keyAt, setClassKeys, withKey } from '../class-keys'
import type { Room } from '../room'
import { waiting } from '../wall/verdict-view'
import { useBookVersion } from '../use-review'
import styles from './side.module.css'

/** The classes behind the number keys. A click gives the class to the marked; in the second mood it changes the key. */
export function ClassKeys({ book, classes, classKeys, keysName, wall }: Room) {
  const [changing, setChanging] = useState(false)
  const [picking, setPicking] = useState<number | null>(null)
  useBookVersion(book)
  if (wall.level === 'image' && classes.all.length === 0) return null
  const beyond = classes.all.length - classKeys.length
  const give = (place: number, id: number): void => {
    if (changing) setPicking(place)
    else book.say(waiting(book), relabelTo(id))
  }
  const move = (place: number, by: 1 | -1): void => {
    const other = classKeys[place + by]
    if (other !== undefined) setClassKeys(keysName, withKey(classKeys, place, other))
  }
  return (
    <section aria-label="Classes and their keys">
      <h2 className={styles.heading}>
        {changing ? 'Which key gives which class' : 'Give the marked a class'}
        <IconButton icon={changing ? 'check' : 'settings'} size="small" label={changing ? 'Done' : 'Change the keys'} onClick={() => setChanging(!changing)} />
      </h2>
      <ul className={styles.keys}>
        {classKeys.map((id, place) => {
          const { name, colour, mark } = classes.look(id)
          return (
            <li key={id} className={styles.keyLine}>
              <button type="button" className={styles.verb} title={changing ? `Another class for ${keyAt(place)}` : `Give the marked the class ${name}`} onClick={() => give(place, id)}>
                <Kbd keys={keyAt(place)} />
                <ClassBadge colour={colour} mark={mark} />
                <span className={styles.verbName}>{name}</span>
              </button>
              {changing && (
                <>
                  <IconButton icon="up" size="small" label={`${name} one up`} disabled={place === 0} onClick={() => move(place, -1)} />
                  <IconButton icon="down" size="small" label={`${name} one down`} disabled={place === classKeys.length - 1} onClick={() => move(place, 1)} />
                </>
              )}
            </li>
          )
        })}
      </ul>
      {beyond > 0 && (
        <p className={styles.beyond}>
          <Kbd keys="c" /> find one of {beyond} more
        </p>
      )}
      {picking !== null && (
        <ClassPicker
          title={`The class of key ${keyAt(picking)}`}
          classes={classes.all}
          onClose={() => setPicking(null)}
          onPick={(id) => {
            setClassKeys(keysName, withKey(classKeys, picking, id))
            setPicking(null)
          }}
        />
      )}
    </section>
  )
}
