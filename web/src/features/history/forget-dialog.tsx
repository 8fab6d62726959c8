import { useQueryClient } from '@tanstack/react-query'
import { refresh } from '@/actions/refresh'
import type { Version } from '@/api/version-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { toast } from '@/state/toasts'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import styles from './versions.module.css'

interface ForgetDialogProps {
  readonly version: Version
  readonly onClose: () => void
}

/** Asks before a version is let go: that alone cannot be undone. */
export function ForgetDialog({ version: { name }, onClose }: ForgetDialogProps) {
  const transport = useTransport()
  const client = useQueryClient()
  const forget = async (): Promise<void> => {
    onClose()
    try {
      await transport.deleteVersion(name)
      await refresh(client)
      toast({ tone: 'done', text: `Let go of version “${name}”` })
    } catch (error) {
      const { message, hint } = explain(error)
      toast({ tone: 'bad', text: message, hint })
    }
  }
  return (
    <Dialog label={`Let go of version ${name}`} width={440} onClose={onClose}>
      <div className={styles.dialog}>
        <h2>Let go of “{name}”?</h2>
        <p>The project stays as it is. The name is gone for good; the changes themselves stay in the journal and can be undone one by one.</p>
        <footer>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger" onClick={() => void forget()}>
            Let go
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
