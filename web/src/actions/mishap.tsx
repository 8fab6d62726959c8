import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { ApiError, explain } from '@/api/transport/errors'
import { CodeMissing } from '@/lib/code'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/messages'

const KEY = 'assay.loaded-again'
/** A page that cannot be fetched even so is not loaded again and again. */
const REST_MS = 60_000

interface MishapProps {
  readonly error: unknown
  /** Whether the page may be loaded again by itself: nothing on it waits to be kept. */
  readonly byItself?: boolean
  readonly actions?: ReactNode
}

/** What stands where a part of the page could not be fetched, or failed in the drawing: the rest of the page goes on. */
export function Mishap({ error, byItself = true, actions }: MishapProps) {
  const isMissing = error instanceof CodeMissing
  const { error: refusal } = useQuery(projectQuery(useTransport()))
  useLoadAgain(isMissing && byItself)
  const { message, hint } = refusal instanceof ApiError ? explain(refusal) : inWords(error, byItself)
  return (
    <ErrorState
      title={message}
      hint={hint}
      actions={
        <>
          <Button variant="primary" onClick={() => window.location.reload()}>
            Load the page again
          </Button>
          {actions}
        </>
      }
    />
  )
}

function inWords(error: unknown, byItself: boolean): { readonly message: string; readonly hint: string } {
  if (!(error instanceof CodeMissing)) {
    const safe = 'Nothing is lost: what was confirmed is on disk. Load the page again; if it stays, please report it.'
    return { message: 'This part of the page failed.', hint: `${explain(error).message} ${safe}` }
  }
  const then = byItself ? 'The page is loaded again by itself when the server answers.' : 'Load the page again when the server answers.'
  return { message: error.message, hint: `The Assay server does not answer, or was updated since this page was loaded. Nothing is lost. ${then}` }
}

/** Loads the page again with the first answer of the server from now on; the place is in the address. */
function useLoadAgain(wanted: boolean): void {
  const { dataUpdatedAt, isError } = useQuery(projectQuery(useTransport()))
  const [since] = useState(Date.now)
  useEffect(() => {
    if (!wanted || isError || dataUpdatedAt <= since || Date.now() - lastTime() < REST_MS) return
    sessionStorage.setItem(KEY, String(Date.now()))
    window.location.reload()
  }, [wanted, isError, dataUpdatedAt, since])
}

const lastTime = (): number => Number(sessionStorage.getItem(KEY) ?? 0)
