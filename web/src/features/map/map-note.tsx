import { useEffect, useRef } from 'react'
import { useMeasuring } from '@/actions/measuring'
import type { MapPoints } from '@/api/map-points'
import { Button } from '@/ui/button'
import styles from './map.module.css'
import type { MapSpec } from './use-map-spec'

/** One search for neighbours serves them all. */
const METRICS = ['map', 'cluster', 'uniqueness', 'look_alike_order']

/** Says that a first look is shown while the map is computed, and has it computed. */
export function MapNote({ points, spec }: { readonly points: MapPoints; readonly spec: MapSpec }) {
  const { job, isStarting, start } = useMeasuring({ dataset: spec.dataset, run: spec.run })
  const begun = useRef(false)
  const lacks = !points.has_map && points.places === 'pca'
  const isBusy = job !== null || isStarting
  useEffect(() => {
    if (!lacks || isBusy || begun.current) return
    begun.current = true
    start(METRICS)
  }, [lacks, isBusy, start])
  if (!lacks) return null
  return (
    <div className={styles.note} role="status">
      {isBusy ? (
        <>
          A first look, by principal components. The map itself is being computed
          {job?.total ? ` (${job.done} of ${job.total})` : ''}.
        </>
      ) : (
        <>
          Shown by principal components.
          <Button size="small" onClick={() => start(METRICS)}>
            Compute the map
          </Button>
        </>
      )}
    </div>
  )
}
