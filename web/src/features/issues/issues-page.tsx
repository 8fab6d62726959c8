import { useQuery } from '@tanstack/react-query'
import { issueSummaryQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { number } from '@/lib/words'
import type { Current } from '@/state/current'
import { useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { usePlace } from '@/state/place'
import { NoData } from '@/actions/no-data'
import { Inbox } from './inbox'
import { readState } from './issue-query'
import { countsAfter } from './session'
import { useSession } from './sitting'

/** The ranked inbox of suspects. */
export function IssuesPage() {
  const current = useCurrent()
  return current === null ? <NoData /> : <CountedInbox key={current.dataset.id} current={current} />
}

/** The inbox with its counts, which move as the person works. */
function CountedInbox({ current }: { readonly current: Current }) {
  const session = useSession(current.dataset.id)
  const { data, dataUpdatedAt } = useQuery(issueSummaryQuery(useTransport(), current.scope))
  const summary = data === undefined ? null : countsAfter(data, session, dataUpdatedAt)
  const kind = usePlace((place) => place.kind)
  const state = usePlace((place) => readState(place.state))
  const listed = (summary ?? []).filter((row) => kind === null || row.kind === kind)
  const count = listed.reduce((total, row) => total + row[state], 0)
  useHeadline(summary === null ? '' : `${number(count)} ${state}`)
  return <Inbox current={current} summary={summary} count={count} session={session} />
}
