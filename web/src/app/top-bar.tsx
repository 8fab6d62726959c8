import { useQuery } from '@tanstack/react-query'
import { useEditing } from '@/actions/editing'
import { projectQuery } from '@/api/queries'
import { ApiError, explain } from '@/api/transport/errors'
import { useTransport } from '@/api/transport/context'
import { QueryBar } from '@/features/query/query-bar'
import { READ_ONLY } from '@/lib/base-path'
import { useHeadlineText } from '@/state/headline'
import { undoWords } from '@/state/undoing'
import { Button, IconButton } from '@/ui/button'
import { DatasetPicker, RunPicker } from './pickers'
import styles from './top-bar.module.css'

/** Which data, which question, how many, and the way back. */
export function TopBar() {
  const { data: project, error } = useQuery(projectQuery(useTransport()))
  const headline = useHeadlineText((state) => state.text)
  const { undo, redo } = useEditing()
  const author = project?.author ?? ''
  return (
    <header className={styles.bar}>
      <DatasetPicker />
      <RunPicker />
      <QueryBar />
      <div className={styles.count} aria-live="polite">
        {headline}
      </div>
      <div className={styles.journal}>
        <Button
          variant="quiet"
          keys="u"
          disabled={project?.undo == null}
          title={project?.undo == null ? (READ_ONLY ?? 'Nothing to undo') : undoWords(project.undo, author)}
          onClick={() => void undo()}
        >
          Undo
        </Button>
        <IconButton
          icon="redo"
          label={project?.redo == null ? 'Nothing to redo' : `Redo: ${project.redo.title}`}
          keys="Shift U"
          disabled={project?.redo == null}
          onClick={() => void redo()}
        />
      </div>
      <Answering error={error} />
      {author !== '' && (
        <span className={styles.user} title={`Edits are signed ${author}`}>
          {author.slice(0, 2).toUpperCase()}
        </span>
      )}
    </header>
  )
}

/** Whether the server answers; where it does not, the rest in a tip. */
function Answering({ error }: { readonly error: Error | null }) {
  if (error === null) {
    return (
      <span className={styles.state} role="status">
        ready
      </span>
    )
  }
  const { message, hint } = explain(error)
  return (
    <span className={styles.state} data-bad="true" role="status" title={`${message} ${hint}`}>
      {error instanceof ApiError ? 'refused' : 'no answer'}
    </span>
  )
}
