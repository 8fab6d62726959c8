import { createContext, type DragEvent, type ReactNode, useContext, useRef, useState } from 'react'
import type { LoadedMarks, Review } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { amount } from '@/lib/words'
import type { ClassBook } from '@/state/class-book'
import { toast } from '@/state/toasts'
import type { LiveBook } from '@/state/verdict-book'
import { MarkConflicts } from './mark-conflicts'
import styles from './marks.module.css'

const ChooseContext = createContext<() => void>(() => undefined)

/** Asks for a file of marks and loads it. */
export const useChooseMarks = (): (() => void) => useContext(ChooseContext)

interface DropMarksProps {
  readonly review: Review
  readonly book: LiveBook
  readonly classes: ClassBook
  readonly children: ReactNode
}

/** Takes a file of marks that is dropped anywhere on the page, or chosen. Marks that say something else are asked about. */
export function DropMarks({ review, book, classes, children }: DropMarksProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { asked, load, settle } = useLoadMarks(review, book)
  const isFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files')
  return (
    <ChooseContext value={() => input.current?.click()}>
      <div
        className={styles.drop}
        role="presentation"
        onDragOver={(event) => {
          if (!isFile(event)) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
        }}
        onDrop={(event) => {
          const [file] = event.dataTransfer.files
          if (file === undefined) return
          event.preventDefault()
          setOver(false)
          load(file)
        }}
      >
        {children}
        {over && <div className={styles.over}>Drop a file of marks: nothing that is marked is overwritten unasked</div>}
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          className="visually-hidden"
          tabIndex={-1}
          aria-label="A file of marks"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            if (file !== undefined) load(file)
            // The same file can be chosen again.
            event.currentTarget.value = ''
          }}
        />
        {asked !== null && <MarkConflicts loaded={asked} classes={classes} onSettle={settle} />}
      </div>
    </ChooseContext>
  )
}

function useLoadMarks({ id }: Review, book: LiveBook) {
  const transport = useTransport()
  const [asked, setAsked] = useState<LoadedMarks | null>(null)
  const file = useRef<unknown>(null)
  const refuse = (error: unknown): void => {
    const { message, hint } = error instanceof SyntaxError ? { message: 'This file is not JSON.', hint: 'Choose a file that was saved from a review.' } : explain(error)
    toast({ tone: 'bad', text: message, hint })
  }
  const send = async (force: boolean): Promise<LoadedMarks> => {
    await book.flush()
    const loaded = await transport.loadMarks(id, file.current, force)
    await book.reload()
    return loaded
  }
  return {
    asked,
    load: (chosen: File): void => {
      chosen
        .text()
        .then((text) => {
          file.current = JSON.parse(text)
          return send(false)
        })
        .then((loaded) => {
          tellLoaded(loaded)
          if (loaded.conflicts.length > 0) setAsked(loaded)
        })
        .catch(refuse)
    },
    settle: (whose: 'file' | 'here'): void => {
      setAsked(null)
      if (whose === 'file') send(true).then(tellLoaded).catch(refuse)
    },
  }
}

function tellLoaded({ loaded, problems }: LoadedMarks): void {
  if (loaded > 0 || problems.length === 0) toast({ tone: 'done', text: `${amount(loaded, 'mark')} loaded` })
  const [first] = problems
  if (first !== undefined) toast({ tone: 'bad', text: `${amount(problems.length, 'mark')} of the file could not be taken`, hint: first })
}
