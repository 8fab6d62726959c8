import { useCurrent } from '@/state/current'
import { ACCEPT, DELETE } from '@/state/verdict'
import { Kbd } from '@/ui/kbd'
import type { LiveBook } from '@/state/verdict-book'
import { NOUNS } from '../nouns'
import type { WallData } from '../types'
import { useBookVersion } from '../use-review'
import { waiting } from '../wall/verdict-view'
import styles from './side.module.css'

interface VerbsProps {
  readonly book: LiveBook
  readonly wall: WallData
  readonly onUndo: () => void
}

/** What else can be said of the marked, and the keys of the hand. */
export function Verbs({ book, wall, onUndo }: VerbsProps) {
  useBookVersion(book)
  const noun = NOUNS[wall.level]
  const hasRun = useCurrent()?.run != null
  const accept = (): void => {
    const canBe = new Set<number>()
    wall.ids.forEach((id, place) => {
      if ((wall.predicted[place] ?? -1) >= 0) canBe.add(id)
    })
    book.say(waiting(book).filter((id) => canBe.has(id)), ACCEPT)
  }
  return (
    <ul className={styles.keys} aria-label="Verbs">
      {hasRun && wall.level !== 'image' && <Verb keys="Enter" words={wall.level === 'prediction' ? 'make it a label' : 'accept the prediction'} onClick={accept} />}
      <Verb keys="d" words={`delete the ${noun}`} onClick={() => book.say(waiting(book), DELETE)} />
      <Told keys="space" words="mark · drag marks many" />
      <Told keys="n" words="this screen is right, go on" />
      <Told keys="z" words="hold: the whole image" />
      <Told keys="e" words="an example of its class" />
      <Verb keys="u" words="undo · nothing is ever lost" onClick={onUndo} />
    </ul>
  )
}

interface Line {
  readonly keys: string
  readonly words: string
}

function Verb({ keys, words, onClick }: Line & { readonly onClick: () => void }) {
  return (
    <li className={styles.keyLine}>
      <button type="button" className={styles.verb} onClick={onClick}>
        <Kbd keys={keys} />
        {words}
      </button>
    </li>
  )
}

function Told({ keys, words }: Line) {
  return (
    <li className={styles.told}>
      <Kbd keys={keys} />
      {words}
    </li>
  )
}
