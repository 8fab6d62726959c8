import type { ReactNode } from 'react'
import { ApiError, explain } from '@/api/transport/errors'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/messages'

interface RefusedProps {
  readonly error: unknown
  readonly onRetry: () => void
  /** What helps where the server refused: asking the same again does not. */
  readonly wayOut?: ReactNode
}

/** Why a question has no answer, and what helps: another address, a corrected query, or asking again. */
export function Refused({ error, onRetry, wayOut }: RefusedProps) {
  const { message, hint } = explain(error)
  const again = <Button onClick={onRetry}>Try again</Button>
  const refusal = error instanceof ApiError ? (wayOut ?? (isAboutText(error) && <OtherQuery />)) : null
  return <ErrorState title={message} hint={hint} actions={refusal || again} />
}

/** The text of the query is wrong, and no trying again mends it. */
export const isAboutText = (error: unknown): error is ApiError => error instanceof ApiError && error.span !== null

/** Two ways on from a query that is wrong. */
export function OtherQuery() {
  const go = useGo()
  return (
    <>
      <Button variant="primary" keys="/" onClick={() => document.getElementById('query')?.focus()}>
        Correct the query
      </Button>
      <Button onClick={() => go({ q: '' })}>Clear the query</Button>
    </>
  )
}
