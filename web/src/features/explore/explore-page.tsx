import { useState } from 'react'
import { importCommand, predictionsCommand } from '@/actions/commands'
import { WaitingGrid } from '@/actions/grid/waiting-grid'
import { NoData } from '@/actions/no-data'
import { isAboutText, Refused } from '@/actions/refused'
import { explain } from '@/api/transport/errors'
import { readLikeness } from '@/lib/query-text/likeness'
import { amount, number } from '@/lib/words'
import { useCurrent } from '@/state/current'
import { useFacetsShown } from '@/state/facets-shown'
import { useHeadline } from '@/state/headline'
import { useGo, usePlace } from '@/state/place'
import { useTileSize } from '@/state/tile-size'
import { useSelectionInUrl } from '@/state/use-selection-in-url'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState, ErrorStrip } from '@/ui/messages'
import styles from './explore-page.module.css'
import { FacetPanel } from './facets/facet-panel'
import { Grid } from './grid/grid'
import { NothingAlike } from './nothing-alike'
import { ScatterView } from './scatter/scatter-view'
import type { ResultSpec } from './spec'
import { Toolbar } from './toolbar/toolbar'
import { type Results, useResults } from './use-results'
import { useSpec } from './use-spec'

/** Images, labels or predictions that answer a query. */
export function ExplorePage() {
  const spec = useSpec()
  return spec === null ? <NoData /> : <Explore spec={spec} />
}

function Explore({ spec }: { readonly spec: ResultSpec }) {
  // The list whose pictures on screen are there; only then is asked for what lies beside and beyond them.
  const [there, setThere] = useState<ResultSpec | null>(null)
  const results = useResults(spec, there)
  const filters = useFacetsShown((state) => state.shown)
  useSelectionInUrl(`${spec.dataset}|${spec.level}|${spec.query}`)
  useHeadline(useCountWords(results))
  return (
    <div className={styles.page}>
      {filters && <FacetPanel spec={results.spec} level={spec.level} counting={results.isThere || results.total === 0} />}
      <section className={styles.work} aria-label="Results">
        <Toolbar results={results} total={results.total ?? 0} />
        <Shown results={results} wished={spec} onThere={setThere} />
      </section>
    </div>
  )
}

/** "210 of 425", "425 images". */
function useCountWords({ total, spec }: Results): string {
  const current = useCurrent()
  if (total === null || current === null) return ''
  const whole = { image: current.dataset.images, annotation: current.dataset.annotations, prediction: current.run?.predictions ?? 0 }[spec.level]
  const noun = { image: 'image', annotation: 'label', prediction: 'prediction' }[spec.level]
  return spec.query === '' ? amount(total, noun) : `${number(total)} of ${number(whole)}`
}

interface ShownProps {
  readonly results: Results
  readonly wished: ResultSpec
  readonly onThere: (list: ResultSpec) => void
}

function Shown({ results, wished, onThere }: ShownProps) {
  const tileSize = useTileSize((state) => state.size)
  const view = usePlace((place) => place.view)
  const { total, error, retry } = results
  if (error !== null && (total === null || isAboutText(error))) return <NoList error={error} wished={wished} onRetry={retry} />
  if (total === null) return <WaitingGrid tileSize={tileSize} />
  return (
    <>
      {error !== null && <ErrorStrip title={explain(error).message} hint={explain(error).hint} actions={<Button size="small" onClick={retry}>Try again</Button>} />}
      {total === 0 && <NothingFound query={wished.query} level={wished.level} />}
      {total > 0 && view === 'scatter' && <ScatterView spec={results.spec} onThere={onThere} />}
      {total > 0 && view !== 'scatter' && <Grid key="grid" results={results} total={total} tileSize={tileSize} onThere={onThere} />}
    </>
  )
}

/** Why there is no list: nothing to compare by, a wrong query or order, or a server that is gone. */
function NoList({ error, wished, onRetry }: { readonly error: Error; readonly wished: ResultSpec; readonly onRetry: () => void }) {
  const go = useGo()
  if (readLikeness(wished.sort) !== null) return <NothingAlike error={error} dataset={wished.dataset} onRetry={onRetry} />
  const otherOrder = <Button onClick={() => go({ sort: null, desc: false })}>Show them as imported</Button>
  return <Refused error={error} onRetry={onRetry} wayOut={isAboutText(error) || wished.sort === null ? undefined : otherOrder} />
}

function NothingFound({ query, level }: { readonly query: string; readonly level: ResultSpec['level'] }) {
  const go = useGo()
  const current = useCurrent()
  const noun = { image: 'image', annotation: 'label', prediction: 'prediction' }[level]
  if (query === '' && current !== null) {
    const { project, dataset } = current
    return (
      <EmptyState icon="image" title={`There is no ${noun} here`}>
        <p>{level === 'prediction' ? 'Import what a model predicted on these images:' : 'Import a folder of images with its labels:'}</p>
        <Command text={level === 'prediction' ? predictionsCommand(project, dataset.name) : importCommand(project)} />
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={`No ${noun} answers this query`}
      actions={
        <>
          <Button variant="primary" onClick={() => go({ q: '', sel: '' })}>
            Clear the query
          </Button>
          <Button keys="/" onClick={() => document.getElementById('query')?.focus()}>
            Change it
          </Button>
        </>
      }
    >
      Take a clause away, or widen a range. Explain, beside the query, tells how many each clause lists on its own.
    </EmptyState>
  )
}
