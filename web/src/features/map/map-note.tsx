import { useEffect, useRef } from 'react'
import { JobProgress } from '@/actions/job-progress'
import { useMeasuring } from '@/actions/measuring'
import type { MapPoints } from '@/api/map-points'
import { READ_ONLY } from '@/lib/base-path'
import { amount, number } from '@/lib/words'
import { Button } from '@/ui/button'
import styles from './map.module.css'
import { type MapSpec, NOUNS } from './use-map-spec'

/** One search for neighbours serves them all. */
const METRICS = ['map', 'cluster', 'uniqueness', 'look_alike_order']

interface MapNoteProps {
  readonly points: MapPoints
  readonly spec: MapSpec
}

/** What is to be known of the map that is shown: a first look only, or one that some points came to later. */
export function MapNote({ points, spec }: MapNoteProps) {
  if (points.places === 'map') return points.late > 0 && <LateNote points={points} spec={spec} />
  return !points.has_map && points.places === 'pca' && <FirstLook spec={spec} />
}

/** Says that a first look is shown while the map is computed, and has it computed. */
function FirstLook({ spec }: { readonly spec: MapSpec }) {
  const { job, isStarting, start, cancel } = useMeasuring({ dataset: spec.dataset, run: spec.run })
  const begun = useRef(false)
  const isBusy = job !== null || isStarting
  useEffect(() => {
    if (isBusy || begun.current || READ_ONLY !== null) return
    begun.current = true
    start(METRICS)
  }, [isBusy, start])
  return (
    <div className={styles.note}>
      <span>{isBusy ? 'A first look, by principal components. The map itself is being computed.' : 'Shown by principal components.'}</span>
      {job !== null && <JobProgress job={job} onCancel={cancel} />}
      {!isBusy && (
        <Button size="small" edits onClick={() => start(METRICS)}>
          Compute the map
        </Button>
      )}
    </div>
  )
}

/** Says how many points came after the map was made, and makes it anew; this one stays until the new one is there. */
function LateNote({ points: { late, count }, spec }: MapNoteProps) {
  const { job, isStarting, startAnew, cancel } = useMeasuring({ dataset: spec.dataset, run: spec.run })
  return (
    <div className={styles.note}>
      <span>
        {number(late)} of {amount(count, NOUNS[spec.level])} {late === 1 ? 'was placed later, beside its' : 'were placed later, beside their'} look-alikes.
      </span>
      {job === null ? (
        <Button size="small" edits disabled={isStarting} title="Find all places anew: a new kind of item lies among others until then" onClick={() => startAnew(METRICS, spec.level, ['map'])}>
          Make anew
        </Button>
      ) : (
        <JobProgress job={job} onCancel={cancel} />
      )}
    </div>
  )
}
