import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { NoData } from '@/actions/no-data'
import type { MapPoints } from '@/api/map-points'
import { mapPointsQuery } from '@/api/map-queries'
import { useTransport } from '@/api/transport/context'
import { explain, ServerGone } from '@/api/transport/errors'
import { useLate } from '@/lib/use-late'
import { amount } from '@/lib/words'
import { type Current, useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { useGo } from '@/state/place'
import { useSelectionInUrl } from '@/state/use-selection-in-url'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import { MapHead } from './map-head'
import { MapWork } from './map-work'
import styles from './map.module.css'
import { NoMap } from './no-map'
import { type MapSpec, NOUNS, useMapSpec } from './use-map-spec'

/** Every image, label or prediction as a point: look-alikes lie together (E4, V4.3, V4.4). */
export function MapPage() {
  const current = useCurrent()
  return current === null ? <NoData /> : <MapOf key={current.dataset.id} current={current} />
}

function MapOf({ current }: { readonly current: Current }) {
  const spec = useMapSpec(current.scope)
  const asked = useQuery(mapPointsQuery(useTransport(), spec))
  const { data } = asked
  useSelectionInUrl(`${spec.dataset}|${spec.level}|${spec.query}`)
  useHeadline(data === undefined ? '' : amount(data.count, NOUNS[spec.level]))
  return (
    <div className={styles.page}>
      <MapHead spec={spec} points={data ?? null} />
      <Asked asked={asked} spec={spec} current={current} />
    </div>
  )
}

interface AskedProps {
  readonly asked: UseQueryResult<MapPoints>
  readonly spec: MapSpec
  readonly current: Current
}

function Asked({ asked: { data, error, isPlaceholderData, refetch }, spec, current }: AskedProps) {
  const late = useLate(data === undefined && error === null)
  const go = useGo()
  if (error !== null) {
    const { message, hint } = explain(error)
    const isPlain = spec.query === '' && spec.colour === 'class'
    return (
      <ErrorState
        title={message}
        hint={hint}
        actions={
          isPlain || error instanceof ServerGone ? (
            <Button onClick={() => void refetch()}>Try again</Button>
          ) : (
            <Button onClick={() => go({ q: '', field: null })}>Show the whole map</Button>
          )
        }
      />
    )
  }
  if (data === undefined) return <div className={styles.waiting}>{late && <Skeleton height="100%" />}</div>
  if (data.places === 'none') return <NoMap spec={spec} current={current} />
  return <MapWork key={data.level} points={data} spec={spec} isOld={isPlaceholderData} />
}
