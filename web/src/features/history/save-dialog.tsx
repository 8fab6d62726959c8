import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { refresh } from '@/actions/refresh'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { toast } from '@/state/toasts'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { takeFocus } from '@/ui/take-focus'
import styles from './versions.module.css'

interface SaveDialogProps {
  /** Names that other versions have. */
  readonly taken: readonly string[]
  readonly onClose: () => void
}

/** Asks for the name of a version, and what it is for. */
export function SaveDialog({ taken, onClose }: SaveDialogProps) {
  const transport = useTransport()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState('')
  const proposed = freeName(taken)
  const save = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    try {
      const kept = await transport.saveVersion({ name: name.trim() || proposed, note: note.trim() })
      await refresh(client)
      toast({ tone: 'done', text: `Kept version “${kept.name}”` })
      onClose()
    } catch (error) {
      const { message, hint } = explain(error)
      setProblem(`${message} ${hint}`)
    }
  }
  return (
    <Dialog label="Save a version" width={460} onClose={onClose}>
      <form className={styles.dialog} onSubmit={(event) => void save(event)}>
        <h2>Save a version</h2>
        <label>
          Name
          <input data-autofocus ref={takeFocus} maxLength={200} placeholder={proposed} value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <label>
          Note
          <input maxLength={2000} placeholder="What it is for, if that helps" value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
        {problem !== '' && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        <footer>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" keys="Enter" onClick={() => void save()}>
            Save the version
          </Button>
        </footer>
        <input type="submit" hidden aria-hidden />
      </form>
    </Dialog>
  )
}

/** The first of v1, v2, … that no version has. */
export function freeName(taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`v${number}`)) number += 1
  return `v${number}`
}
