import { NoData } from '@/actions/no-data'
import { useCurrent } from '@/state/current'
import { Models } from './models'
import { NoRun } from './no-run'

/** How good a run is, where it is wrong, and the objects behind each number. */
export function ModelsPage() {
  const current = useCurrent()
  if (current === null) return <NoData />
  if (current.run === null) return <NoRun current={current} />
  // Lit cells, ticks and what is in flight belong to one run.
  return <Models key={current.run.id} dataset={current.dataset} run={current.run} />
}
