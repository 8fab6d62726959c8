import { useState } from 'react'
import { useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { Button, IconButton } from '@/ui/button'
import { ClassBadge } from '@/ui/class-chip'
import { ClassPicker } from '@/ui/class-picker'
import styles from './curves.module.css'

/** Of which class the curves are: one, or all together. */
export function ClassChoice() {
  const [opened, setOpened] = useState(false)
  const chosen = usePlace((place) => place.class)
  const go = useGo()
  const classes = useClasses()
  const look = chosen === null ? null : classes.look(chosen)
  return (
    <div className={styles.choice}>
      <Button onClick={() => setOpened(true)} aria-haspopup="dialog" title="Draw the curves of one class">
        {look === null ? (
          'All classes'
        ) : (
          <>
            <ClassBadge colour={look.colour} mark={look.mark} />
            {look.name}
          </>
        )}
      </Button>
      {look !== null && <IconButton icon="close" size="small" label="All classes" onClick={() => go({ class: null })} />}
      {opened && (
        <ClassPicker
          title="The curves of which class?"
          classes={classes.all}
          likely={chosen}
          onPick={(id) => {
            setOpened(false)
            go({ class: id })
          }}
          onClose={() => setOpened(false)}
        />
      )}
    </div>
  )
}
