import { useActions } from '@/actions/registry'
import { number } from '@/lib/words'
import { useGo } from '@/state/place'
import { reviewOf, reviewOfIds } from '@/state/review-door'
import type { SelectedRows } from '@/state/selection'
import { IconButton } from '@/ui/button'
import type { ResultSpec } from '../spec'
import { selectedTarget } from './selection-target'

interface ReviewSelectedProps {
  readonly rows: SelectedRows
  readonly spec: ResultSpec
  readonly count: number
}

/** Hangs the selected rows on the wall; nothing where they are too many to be named in an address. */
export function ReviewSelected({ rows, spec, count }: ReviewSelectedProps) {
  const go = useGo()
  const place = rows.all ? reviewOf(spec.level, selectedTarget(rows, spec).query ?? '') : reviewOfIds(spec.level, [...rows.ids])
  const label = `Review ${number(count)} on the wall`
  const review = (): void => {
    if (place !== null) go(place, { page: 'review' })
  }
  useActions([{ id: 'selection.review', label, group: 'Selection', keys: ['r'], keywords: 'crops marks', edits: true, when: () => place !== null, perform: review }])
  return place === null ? null : <IconButton edits icon="check" variant="default" label={label} keys="R" onClick={review} />
}
