import { number } from '@/lib/words'
import { nameOf, setUndoing, type Undoing, undoQuestion, useUndoing } from '@/state/undoing'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import styles from './undo-dialog.module.css'

const LISTED = 6

/** Asks before changes of other people are undone: whose, and what they were. Enter confirms, Escape keeps them. */
export function UndoDialog() {
  const undoing = useUndoing((state) => state.undoing)
  return undoing === null ? null : <Asked undoing={undoing} />
}

const keep = (): void => setUndoing(null)

function Asked({ undoing }: { readonly undoing: Undoing }) {
  const { question, told, answer } = undoQuestion(undoing)
  const { others } = undoing
  const confirm = (): void => {
    keep()
    undoing.confirm()
  }
  return (
    <Dialog label={question} width={480} onClose={keep}>
      <div className={styles.dialog}>
        <h2>{question}</h2>
        <p>{told}</p>
        <ul>
          {others.slice(0, LISTED).map(({ id, title, author }) => (
            <li key={id}>
              <b>{nameOf(author)}</b> {title}
            </li>
          ))}
          {others.length > LISTED && <li>and {number(others.length - LISTED)} more</li>}
        </ul>
        <p>Redo puts back what is undone, until another change is made.</p>
        <footer>
          <Button keys="Escape" onClick={keep}>
            {undoing.edits.length === 1 ? 'Keep it' : 'Keep them'}
          </Button>
          <Button variant="primary" keys="Enter" data-autofocus onClick={confirm}>
            {answer}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
