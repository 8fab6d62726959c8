import { classNames } from '@/lib/class-names'
import { CLASS_INK } from '@/lib/palette'
import { shownName } from '@/lib/shown-name'
import styles from './class-chip.module.css'

interface ClassBadgeProps {
  readonly colour: string
  /** One or two letters: the second cue beside the colour. */
  readonly mark: string
  readonly size?: 'small' | 'default' | 'large'
}

/** The coloured letter of a class. */
export function ClassBadge({ colour, mark, size = 'default' }: ClassBadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[size])} style={{ background: colour, color: CLASS_INK }} aria-hidden="true">
      {mark}
    </span>
  )
}

interface ClassChipProps extends ClassBadgeProps {
  readonly name: string
}

/** A class: its letter in its colour, and its name. */
export function ClassChip({ name, ...badge }: ClassChipProps) {
  return (
    <span className={styles.chip}>
      <ClassBadge {...badge} />
      <span className={styles.name} title={shownName(name)}>
        {shownName(name)}
      </span>
    </span>
  )
}
