import { useQuery } from '@tanstack/react-query'
import { NoData } from '@/actions/no-data'
import { autotagsQuery } from '@/api/autotag-queries'
import type { Autotag } from '@/api/autotag-types'
import { useTransport } from '@/api/transport/context'
import { READ_ONLY } from '@/lib/base-path'
import { amount } from '@/lib/words'
import { useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { Told } from '@/actions/told'
import styles from './autotag.module.css'
import { AutotagHead } from './autotag-head'
import { AutotagList } from './autotag-list'
import { ResultPanel } from './result-panel'
import { RoundPanel } from './round-panel'

const WAITING_PX = 480

/** Tags that are learnt from a few examples: taught by yes and no, and what they find. */
export function AutotagsPage() {
  const current = useCurrent()
  return current === null ? <NoData /> : <Autotags key={current.dataset.id} dataset={current.dataset.id} />
}

function Autotags({ dataset }: { readonly dataset: number }) {
  const asked = useQuery(autotagsQuery(useTransport(), dataset))
  useHeadline(asked.data === undefined ? '' : amount(asked.data.length, 'autotag'))
  return (
    <Told asked={asked} height={WAITING_PX}>
      {(autotags) => (autotags.length === 0 ? <NoAutotag /> : <Taught autotags={autotags} />)}
    </Told>
  )
}

function Taught({ autotags }: { readonly autotags: readonly Autotag[] }) {
  const tag = usePlace((place) => place.tag)
  const chosen = autotags.find(({ id }) => id === tag) ?? autotags.at(-1)
  return (
    <div className={styles.page}>
      <AutotagList autotags={autotags} chosen={chosen?.id ?? null} />
      {chosen !== undefined && (
        <section key={chosen.id} className={styles.work} aria-label={chosen.name}>
          <AutotagHead autotag={chosen} />
          <RoundPanel autotag={chosen} />
          <ResultPanel autotag={chosen} />
        </section>
      )}
    </div>
  )
}

function NoAutotag() {
  const go = useGo()
  if (READ_ONLY !== null) return <EmptyState icon="tag" title="There was no autotag" />
  return (
    <EmptyState
      icon="tag"
      title="No autotag yet"
      actions={
        <>
          <Button variant="primary" onClick={() => go({}, { page: 'explore' })}>Choose images</Button>
          <Button onClick={() => go({ level: 'annotation' }, { page: 'explore' })}>Choose labels</Button>
        </>
      }
    >
      <p>An autotag learns from a few examples and scores every image or label from −1 to 1: police cars, helmets off, night shots.</p>
      <p>Select some examples in Explore, press T, name the tag, and say yes or no to what it is unsure of.</p>
    </EmptyState>
  )
}
