import type { Autotag } from '@/api/autotag-types'
import { classNames } from '@/lib/class-names'
import { number } from '@/lib/words'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import styles from './autotag.module.css'

interface AutotagListProps {
  readonly autotags: readonly Autotag[]
  readonly chosen: number | null
}

/** The autotags of the dataset. */
export function AutotagList({ autotags, chosen }: AutotagListProps) {
  const go = useGo()
  return (
    <nav className={styles.list} aria-label="Autotags">
      {autotags.map(({ id, name, level, tagged, yes, no }) => (
        <button key={id} type="button" className={classNames(styles.line, id === chosen && styles.chosen)} aria-current={id === chosen} onClick={() => go({ tag: id })}>
          <b>{name}</b>
          <span>
            {level === 'image' ? 'images' : 'labels'} · {number(yes.length + no.length)} answers · {number(tagged)} above 0
          </span>
        </button>
      ))}
      <Button variant="quiet" icon="plus" edits onClick={() => go({}, { page: 'explore' })}>
        New: choose examples
      </Button>
    </nav>
  )
}
