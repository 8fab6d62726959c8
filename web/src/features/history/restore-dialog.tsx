import { useQuery } from '@tanstack/react-query'
import { useEditing } from '@/actions/editing'
import { diffQuery } from '@/api/version-queries'
import { NOW, type Version } from '@/api/version-types'
import { useTransport } from '@/api/transport/context'
import type { Dataset } from '@/api/types'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Told } from '@/actions/told'
import { Differences } from './differences'
import styles from './versions.module.css'

interface RestoreDialogProps {
  readonly version: Version
  readonly dataset: Dataset
  readonly onClose: () => void
}

/** Shows what restoring a version would change, and does it as one change. */
export function RestoreDialog({ version: { name }, dataset, onClose }: RestoreDialogProps) {
  const transport = useTransport()
  const { change } = useEditing()
  const asked = useQuery(diffQuery(transport, { dataset: dataset.id, before: NOW, after: name, kind: null, offset: 0, limit: 0 }))
  const restore = (): void => {
    onClose()
    void change(() => transport.restoreVersion(name))
  }
  return (
    <Dialog label={`Restore version ${name}`} width={720} onClose={onClose}>
      <div className={styles.dialog}>
        <h2>Restore “{name}”</h2>
        <p>What would change in “{dataset.name}”. Other datasets, decisions and segments go back as well. It is one change, and undo takes it back.</p>
        <Told asked={asked} height={160}>
          {(diff) => <Differences diff={diff} />}
        </Told>
        <footer>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={asked.data === undefined} onClick={restore}>
            Restore
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
