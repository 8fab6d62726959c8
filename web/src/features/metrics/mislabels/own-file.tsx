import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId, useRef } from 'react'
import type { GivenRow } from '@/api/mislabel-types'
import { explain } from '@/api/transport/errors'
import { amount } from '@/lib/words'
import { Button } from '@/ui/button'
import styles from './mislabels-tab.module.css'

/** A file that was taken, and what the person calls it. */
export interface Taken<T> {
  readonly name: string
  readonly told: T
}

interface OwnFileProps<T> {
  readonly title: string
  /** What may stand in the file. */
  readonly about: ReactNode
  /** Endings. */
  readonly accept: string
  readonly taken: Taken<T> | null
  readonly isBusy: boolean
  /** What was taken of the file, in a few words. */
  readonly words: (told: T) => string
  readonly give: (file: File) => Promise<T>
  readonly onTaken: (taken: Taken<T> | null) => void
}

/** A file of one's own: chosen here, read by the server, which tells what of it was taken and what was not. */
export function OwnFile<T extends { readonly problems: readonly GivenRow[] }>({ title, about, accept, taken, isBusy, words, give, onTaken }: OwnFileProps<T>) {
  const chooser = useRef<HTMLInputElement>(null)
  const id = useId()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (file: File) => ({ name: file.name, told: await give(file) }),
    onMutate: () => onTaken(null),
    onSuccess: onTaken,
  })
  return (
    <li aria-labelledby={id} aria-busy={isPending}>
      <div className={styles.words}>
        <b id={id}>{title}</b>
        <p>{about}</p>
        <div className={styles.missing}>
          <Button edits size="small" disabled={isBusy || isPending} aria-describedby={id} onClick={() => chooser.current?.click()}>
            {isPending ? 'Reading…' : taken === null ? 'Choose a file…' : 'Choose another…'}
          </Button>
          {taken !== null && (
            <>
              <span role="status">
                <b>{taken.name}</b>: {words(taken.told)}
              </span>
              <Button size="small" variant="quiet" disabled={isBusy} onClick={() => onTaken(null)}>
                Leave it out
              </Button>
            </>
          )}
          <input
            ref={chooser}
            type="file"
            accept={accept}
            className="visually-hidden"
            tabIndex={-1}
            aria-label={title}
            onChange={({ target }) => {
              const [file] = target.files ?? []
              if (file !== undefined) mutate(file)
              target.value = '' // the same file can be chosen again
            }}
          />
        </div>
        {error !== null && (
          <p role="alert" className={styles.refused}>
            {explain(error).message} {explain(error).hint}
          </p>
        )}
        {taken !== null && <Rows problems={taken.told.problems} />}
      </div>
    </li>
  )
}

const SHOWN = 5

/** Which rows do not fit, and why. */
function Rows({ problems }: { readonly problems: readonly GivenRow[] }) {
  if (problems.length === 0) return null
  const left = problems.length - SHOWN
  return (
    <ul className={styles.rows} aria-label="Rows that do not fit">
      {problems.slice(0, SHOWN).map(({ place, message, skipped }) => (
        <li key={`${place} ${message}`}>
          <b>{place}</b> {message} {skipped && 'It is left out.'}
        </li>
      ))}
      {left > 0 && <li>and {amount(left, 'row')} more</li>}
    </ul>
  )
}
