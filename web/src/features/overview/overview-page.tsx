import { useQuery } from '@tanstack/react-query'
import { NoData } from '@/actions/no-data'
import { healthQuery } from '@/api/field-queries'
import { overviewQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Overview as Answer } from '@/api/types'
import { useLate } from '@/lib/use-late'
import { amount } from '@/lib/words'
import { type Current, useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import { Facts } from './facts'
import { HealthSection } from './health/health-section'
import styles from './overview-page.module.css'
import { OverviewHead } from './overview-head'
import { SuspectCards } from './suspect-cards'

/** The first page: what is wrong with the data, worst first; then facts about the data and the model. */
export function OverviewPage() {
  const current = useCurrent()
  return current === null ? <NoData /> : <Overview current={current} />
}

function Overview({ current }: { readonly current: Current }) {
  const { data, error, refetch } = useQuery(overviewQuery(useTransport(), current.scope))
  const late = useLate(data === undefined && error === null)
  useHeadline(amount(current.dataset.images, 'image'))
  if (data !== undefined) {
    return (
      <div className={styles.page}>
        <OverviewHead current={current} overview={data} />
        <SuspectCards current={current} overview={data} />
        <Further current={current} overview={data} />
      </div>
    )
  }
  if (error !== null) {
    const { message, hint } = explain(error)
    return (
      <ErrorState title={message} hint={hint} actions={<Button onClick={() => void refetch()}>Try again</Button>} />
    )
  }
  return late ? <Waiting /> : null
}

/** What is asked for once the suspects are there: it must not hold them up. */
function Further({ current, overview }: { readonly current: Current; readonly overview: Answer }) {
  const health = useQuery(healthQuery(useTransport(), current.scope))
  return (
    <>
      <HealthSection current={current} asked={health} />
      <Facts current={current} overview={overview} health={health.data ?? null} />
    </>
  )
}

/** The shape of the page that is coming. */
function Waiting() {
  return (
    <div className={styles.page} aria-hidden="true">
      <Skeleton width={420} height={58} />
      <div className={styles.waiting}>
        {[0, 1, 2, 3, 4, 5].map((card) => (
          <Skeleton key={card} height={208} />
        ))}
      </div>
    </div>
  )
}
