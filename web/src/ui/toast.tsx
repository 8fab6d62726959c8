import { classNames } from '@/lib/class-names'
import { Button, IconButton } from './button'
import { Icon } from './icon'
import { Quoted } from './quoted'
import styles from './toast.module.css'

/** Something to do from a message. */
interface Way {
  readonly label: string
  readonly keys?: string
  readonly perform: () => void
}

interface ToastViewProps {
  readonly tone: 'done' | 'bad'
  readonly text: string
  readonly hint?: string | undefined
  readonly link?: Way | undefined
  readonly action?: Way | undefined
  readonly onDismiss: () => void
}

/** One message: what was done, and the way back. */
export function ToastView({ tone, text, hint, link, action, onDismiss }: ToastViewProps) {
  return (
    <div className={classNames(styles.toast, tone === 'bad' && styles.bad)} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={tone === 'bad' ? 'issues' : 'check'} className={styles.icon} />
      <div className={styles.words}>
        <div><Quoted text={text} /></div>
        {hint !== undefined && hint !== '' && <div className={styles.hint}><Quoted text={hint} /></div>}
      </div>
      {[link, action].map(
        (way) =>
          way !== undefined && (
            <Button
              key={way.label}
              size="small"
              keys={way.keys}
              onClick={() => {
                way.perform()
                onDismiss()
              }}
            >
              {way.label}
            </Button>
          ),
      )}
      <IconButton icon="close" label="Dismiss" size="small" onClick={onDismiss} />
    </div>
  )
}
