import { useMemo, useState } from 'react'
import { WaitingGrid } from '@/actions/grid/waiting-grid'
import { explain } from '@/api/transport/errors'
import { amount } from '@/lib/words'
import { useHeadline } from '@/state/headline'
import { useGo } from '@/state/place'
import { useTileSize } from '@/state/tile-size'
import { useSelectionInUrl } from '@/state/use-selection-in-url'
import { Button } from '@/ui/button'
import { EmptyState, ErrorState, ErrorStrip } from '@/ui/messages'
import type { Lit } from '../cells/cells-text'
import type { Thresholds } from '../metrics/use-metrics'
import type { RunScope } from '../tab'
import { withinWords } from '../tabs/within-words'
import { ResultGrid } from './result-grid'
import type { ResultList } from './result-list'
import { ResultsBar } from './results-bar'
import styles from './results.module.css'
import { type Ask, type ListAt, useStepAhead } from './use-ask'
import { useResults } from './use-results'

interface ResultsPanelProps {
  readonly scope: RunScope
  /** Those of the metrics on screen: the results are those behind their numbers. */
  readonly thresholds: Thresholds
  readonly lit: Lit
  readonly listAt: ListAt
  /** Asks for what other thresholds show; null where nobody can know which results that will be. */
  readonly ask: Ask | null
  readonly query: string
  /** Only results of some objects, as the mark in a plot names them. */
  readonly within: string
}

/** The results in the lit cells, or all of them. */
export function ResultsPanel({ scope, thresholds, lit, listAt, ask, query, within }: ResultsPanelProps) {
  const [there, setThere] = useState<ResultList | null>(null)
  const tileSize = useTileSize((state) => state.size)
  const { iou, confidence, shape } = thresholds
  const shown = useMemo(() => ({ iou, confidence, shape }), [iou, confidence, shape])
  const list = useMemo(() => listAt(shown), [listAt, shown])
  const results = useResults(list, there)
  useStepAhead(shown, there === list, ask)
  const { total, error, retry } = results
  useSelectionInUrl([scope.dataset, scope.run, iou, confidence, shape, query, within, lit.text].join('|'))
  useHeadline(total === null ? '' : amount(total, 'result'))
  const again = <Button onClick={retry}>Try again</Button>
  return (
    <section className={styles.panel} aria-label="Results">
      {within !== '' && <Within text={within} />}
      <ResultsBar dataset={scope.dataset} list={list} order={list.order} total={total ?? 0} />
      {error !== null && total !== null && <ErrorStrip {...told(error)} actions={again} />}
      {total === null ? error === null ? <WaitingGrid tileSize={tileSize} /> : <ErrorState {...told(error)} actions={again} /> : null}
      {total === 0 && <NoResults />}
      {total !== null && total > 0 && <ResultGrid results={results} total={total} onThere={setThere} />}
    </section>
  )
}

const told = (error: Error): { title: string; hint: string } => ({ title: explain(error).message, hint: explain(error).hint })

/** Results of some objects only: which, and the way back to all of them. */
function Within({ text }: { readonly text: string }) {
  const go = useGo()
  return (
    <p className={styles.within}>
      Only {withinWords(text) ?? <code>{text}</code>}
      <Button size="small" onClick={() => go({ within: '', sel: '' })}>
        Show all
      </Button>
    </p>
  )
}

function NoResults() {
  const go = useGo()
  return (
    <EmptyState title="Nothing lies in these cells" actions={<Button onClick={() => go({ cells: '', within: '', q: '' })}>Show all results</Button>}>
      Light other cells, or move the thresholds.
    </EmptyState>
  )
}
