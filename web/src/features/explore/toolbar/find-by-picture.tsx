import { useEffect, useRef, useState } from 'react'
import { useFindLookAlikes } from '@/actions/find-look-alikes'
import { useActions } from '@/actions/registry'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { READ_ONLY } from '@/lib/base-path'
import { toast } from '@/state/toasts'
import { IconButton } from '@/ui/button'
import type { ResultSpec } from '../spec'
import styles from './alike-to.module.css'

const MOST_BYTES = 16 * 2 ** 20

/** What looks like a picture of one's own: chosen, or dropped anywhere on the page. */
export function FindByPicture({ spec }: { readonly spec: ResultSpec }) {
  const chooser = useRef<HTMLInputElement>(null)
  const { ask, isAsking } = useAskPicture(spec)
  useDrop(ask)
  const choose = (): void => chooser.current?.click()
  useActions([{ id: 'view.by-picture', label: 'Find by picture…', group: 'View', keywords: 'similar look-alikes upload file', edits: true, perform: choose }])
  return (
    <>
      <IconButton edits icon="picture" label="Find by picture: choose a file, or drop one on the page" disabled={isAsking} onClick={choose} />
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        className={styles.file}
        aria-label="Picture to find look-alikes of"
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file !== undefined) ask(file)
          target.value = ''
        }}
      />
    </>
  )
}

function useAskPicture({ dataset, level }: ResultSpec) {
  const transport = useTransport()
  const findLookAlikes = useFindLookAlikes()
  const [isAsking, setAsking] = useState(false)
  const ask = (file: File): void => {
    if (file.size > MOST_BYTES) {
      toast({ tone: 'bad', text: 'The picture is larger than 16 MB.', hint: 'Make it smaller, and try again.' })
      return
    }
    setAsking(true)
    transport
      .askPicture(dataset, file)
      .then(({ digest, levels }) => findLookAlikes(levels.includes(level) ? level : 'image', [digest]))
      .catch((error: unknown) => {
        const { message, hint } = explain(error instanceof Error ? error : new Error(String(error)))
        toast({ tone: 'bad', text: message, hint })
      })
      .finally(() => setAsking(false))
  }
  return { ask, isAsking }
}

/** A file that is dragged over the page may be dropped on it. */
function useDrop(onFile: (file: File) => void): void {
  const latest = useRef(onFile)
  useEffect(() => {
    latest.current = onFile
  })
  useEffect(() => {
    const isFile = (event: DragEvent): boolean => READ_ONLY === null && event.dataTransfer?.types.includes('Files') === true
    const mark = (on: boolean): void => void document.body.classList.toggle(styles.dropping ?? '', on)
    const over = (event: DragEvent): void => {
      if (!isFile(event)) return
      event.preventDefault()
      mark(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) mark(false)
    }
    const drop = (event: DragEvent): void => {
      mark(false)
      const [file] = event.dataTransfer?.files ?? []
      if (file === undefined) return
      event.preventDefault()
      latest.current(file)
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      mark(false)
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [])
}
