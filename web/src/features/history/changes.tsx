import { useInfiniteQuery } from '@tanstack/react-query'
import { keys } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { READ_ONLY } from '@/lib/base-path'
import { useLate } from '@/lib/use-late'
import { amount } from '@/lib/words'
import { useHeadline } from '@/state/headline'
import { PlaceLink } from '@/state/place-link'
import { Button } from '@/ui/button'
import { EmptyState, ErrorState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import styles from './history-page.module.css'
import { Journal } from './journal'

const PAGE = 100

/** Every change of the project, newest first, and the way back to before it. */
export function Changes() {
  const journal = useJournal()
  const late = useLate(journal.isPending)
  const entries = journal.data?.pages.flat() ?? []
  useHeadline(headline(entries.length, journal.hasNextPage))
  if (journal.error !== null) {
    const { message, hint } = explain(journal.error)
    const again = <Button onClick={() => void journal.refetch()}>Try again</Button>
    return <ErrorState title={message} hint={hint} actions={again} />
  }
  if (journal.isPending) return late ? <Waiting /> : null
  if (entries.length === 0) return <NothingYet />
  return (
    <>
      <Journal entries={entries} />
      {journal.hasNextPage && (
        <Button disabled={journal.isFetchingNextPage} onClick={() => void journal.fetchNextPage()}>
          {journal.isFetchingNextPage ? 'Reading…' : 'Show older changes'}
        </Button>
      )}
    </>
  )
}

const headline = (count: number, more: boolean): string =>
  count === 0 ? '' : `${amount(count, 'change')}${more ? ' and more' : ''}`

function useJournal() {
  const transport = useTransport()
  return useInfiniteQuery({
    queryKey: [...keys.all, 'journal'],
    queryFn: ({ pageParam, signal }) =>
      transport.changes({ limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : (page.at(-1)?.id ?? undefined)),
  })
}

function NothingYet() {
  if (READ_ONLY !== null) return <EmptyState icon="history" title="Nothing had been changed yet" />
  return (
    <EmptyState
      icon="history"
      title="Nothing was changed yet"
      actions={
        <PlaceLink page="issues" className={styles.door}>
          Open the suspects
        </PlaceLink>
      }
    >
      <p>Every decision, edit and import will stand here, with who made it and when; decisions and edits can be undone.</p>
    </EmptyState>
  )
}

function Waiting() {
  return [0, 1, 2, 3, 4, 5].map((row) => <Skeleton key={row} height={40} />)
}
