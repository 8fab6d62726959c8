import type { LoadedMarks } from '@/api/review-types'
import { amount, number } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { verdictOf } from '@/state/verdict-book'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { verdictWords } from '../words'
import styles from './marks.module.css'

interface MarkConflictsProps {
  readonly loaded: LoadedMarks
  readonly classes: ClassBook
  readonly onSettle: (whose: 'file' | 'here') => void
}

const MOST_LISTED = 200

/** Items of which the file says something else than what is marked here, one by one. */
export function MarkConflicts({ loaded: { loaded, conflicts }, classes, onSettle }: MarkConflictsProps) {
  return (
    <Dialog label="Marks that say something else" width={560} onClose={() => onSettle('here')}>
      <div className={styles.conflicts}>
        <h2>{amount(conflicts.length, 'mark')} say something else</h2>
        <p>{loaded === 0 ? 'Nothing was changed yet.' : `The other ${number(loaded)} of the file are loaded.`} What is marked here stays, unless you take the file’s.</p>
        <div className={styles.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col">Here</th>
                <th scope="col">In the file</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.slice(0, MOST_LISTED).map(({ id, by, here, hereClass, file, fileClass }) => (
                <tr key={id}>
                  <td>{id}</td>
                  <td>
                    {verdictWords(verdictOf(here, hereClass), classes)} <em>{by}</em>
                  </td>
                  <td>{verdictWords(verdictOf(file, fileClass), classes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {conflicts.length > MOST_LISTED && <p>and {number(conflicts.length - MOST_LISTED)} more</p>}
        <div className={styles.buttons}>
          <Button onClick={() => onSettle('here')}>Keep what is here</Button>
          <Button variant="primary" onClick={() => onSettle('file')}>
            Take the file’s
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
