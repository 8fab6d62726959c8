import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './dialog.module.css'

interface DialogProps {
  /** What a screen reader calls it. */
  readonly label: string
  readonly width: number
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A sheet over the page. It keeps its keys to itself; Escape and a click beside it close it. */
export function Dialog({ label, width, onClose, children }: DialogProps) {
  return (
    <Modal.Root opened onClose={onClose} size={width} yOffset="10vh">
      <Modal.Overlay className={styles.shade ?? ''} />
      {/* By name: a plain class name would go to the room around the sheet as well. */}
      <Modal.Content aria-label={label} classNames={{ content: styles.content ?? '' }}>
        {children}
      </Modal.Content>
    </Modal.Root>
  )
}
