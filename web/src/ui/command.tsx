import { useState } from 'react'
import styles from './command.module.css'
import { IconButton } from './button'

/** A shell command to run, and a button that copies it. */
export function Command({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    // Without a clipboard (an insecure address) the text can still be marked by hand.
    void navigator.clipboard?.writeText(text).then(() => setCopied(true))
  }
  return (
    <div className={styles.command}>
      <code>{text}</code>
      <IconButton
        icon={copied ? 'check' : 'copy'}
        size="small"
        label={copied ? 'Copied' : 'Copy the command'}
        onClick={copy}
      />
    </div>
  )
}
