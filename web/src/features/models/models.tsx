import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { Refused } from '@/actions/refused'
import { keys } from '@/api/queries'
import { explain } from '@/api/transport/errors'
import type { Dataset, Run } from '@/api/types'
import { useGo, usePlace } from '@/state/place'
import { comparedShape } from '@/state/place-text'
import { Button } from '@/ui/button'
import { ErrorStrip } from '@/ui/messages'
import { readLit } from './cells/cells-text'
import { MatrixTab } from './matrix-tab'
import { MetricsBar } from './metrics/metrics-bar'
import { type Thresholds, useMetrics } from './metrics/use-metrics'
import styles from './models.module.css'
import { OtherTab } from './other-tab'
import { ResultsPanel } from './results/results-panel'
import { useAsk, useListAt } from './results/use-ask'
import { type ItemsDoor, TABS } from './tab'
import { UpperPane } from './upper-pane'
import { Waiting } from './waiting'

interface ModelsProps {
  readonly dataset: Dataset
  readonly run: Run
}

/** The thresholds on top, what is shown of the model beneath them, and the results behind it at the foot. */
export function Models({ dataset, run }: ModelsProps) {
  const go = useGo()
  const client = useQueryClient()
  const tab = usePlace((place) => TABS.find(({ value }) => value === place.tab)?.value ?? 'matrix')
  const iou = usePlace((place) => place.iou)
  const confidence = usePlace((place) => place.conf)
  const shape = usePlace((place) => comparedShape(place.shape))
  const query = usePlace((place) => place.q)
  const cells = usePlace((place) => place.cells)
  const within = usePlace((place) => place.within)
  const scope = useMemo(() => ({ dataset: dataset.id, run: run.id }), [dataset.id, run.id])
  const thresholds = useMemo(() => ({ iou, confidence, shape }), [iou, confidence, shape])
  const { data, asked, matrix, error, retry } = useMetrics(run.id, { iou, confidence, shape, query })
  const lit = useMemo(() => (matrix === null ? null : readLit(cells, matrix)), [cells, matrix])
  const listAt = useListAt(scope, lit, query, within)
  const ask = useAsk(listAt)
  const askAhead = lit?.isFixed === true ? ask : null
  useEffect(() => askAhead?.(asked), [askAhead, asked])
  const move = (patch: Partial<Thresholds>): void => {
    // At the press: the page is drawn anew only after it. But what is under way comes first.
    if (client.isFetching({ queryKey: keys.metrics }) === 0) askAhead?.({ ...thresholds, ...patch })
    go({ ...(patch.iou !== undefined && { iou: patch.iou }), ...(patch.confidence !== undefined && { conf: patch.confidence }) }, { replace: true })
  }
  const open = ({ query: q, confidence: conf, ...door }: ItemsDoor): void =>
    go({ ...door, within: door.within ?? '', sel: '', ...(q !== undefined && { q }), ...(conf !== undefined && { conf }) })
  const told = error === null ? null : explain(error)
  const again = <Button onClick={retry}>Try again</Button>
  return (
    <div className={styles.page}>
      <MetricsBar tab={tab} shape={shape} metrics={data} hasBoxes={dataset.task !== 'classification'} onMove={move} />
      {told !== null && data !== undefined && <ErrorStrip title={told.message} hint={told.hint} actions={again} />}
      {data === undefined || matrix === null || lit === null ? (
        told === null ? <Waiting /> : <Refused error={error} onRetry={retry} />
      ) : (
        <>
          <UpperPane>
            {tab === 'matrix' ? (
              <MatrixTab metrics={data} matrix={matrix} lit={lit} run={run.id} query={query} />
            ) : (
              <OtherTab tab={tab} scope={scope} thresholds={thresholds} query={query} onOpenItems={open} />
            )}
          </UpperPane>
          <ResultsPanel scope={scope} thresholds={data} lit={lit} listAt={listAt} ask={askAhead} query={query} within={within} />
        </>
      )}
    </div>
  )
}
