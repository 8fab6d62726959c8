import { useQuery } from '@tanstack/react-query'
import { NoData } from '@/actions/no-data'
import { metricListQuery } from '@/api/field-queries'
import { useTransport } from '@/api/transport/context'
import { amount } from '@/lib/words'
import { type Current, useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { usePlace } from '@/state/place'
import { Told } from '@/actions/told'
import { BalanceTab } from './balance/balance-tab'
import { DriftTab } from './drift/drift-tab'
import { DuplicatesTab } from './duplicates/duplicates-tab'
import { EdgeTab } from './edge/edge-tab'
import { EmbeddingsTab } from './embeddings/embeddings-tab'
import { MetricsBar } from './metrics-bar'
import styles from './metrics-page.module.css'
import { MetricsTab } from './metrics-tab'
import { MislabelsTab } from './mislabels/mislabels-tab'
import { OutliersTab } from './outliers/outliers-tab'
import { TABS } from './tab'

/** What was measured of every image, label and prediction: how it spreads, what stands out, and how two sets differ. */
export function MetricsPage() {
  const current = useCurrent()
  return current === null ? <NoData /> : <Metrics key={current.dataset.id} current={current} />
}

const WAITING_PX = 480

function Metrics({ current }: { readonly current: Current }) {
  const tab = usePlace((place) => TABS.find(({ value }) => value === place.tab)?.value ?? 'metrics')
  const asked = useQuery(metricListQuery(useTransport(), current.scope))
  useHeadline(amount(current.dataset.images, 'image'))
  return (
    <div className={styles.page}>
      <MetricsBar tab={tab} current={current} metrics={asked.data ?? null} />
      <div className={styles.tab}>
        {tab === 'drift' && <DriftTab current={current} />}
        {tab === 'duplicates' && (
          <Told asked={asked} height={WAITING_PX}>
            {(metrics) => <DuplicatesTab current={current} metrics={metrics} />}
          </Told>
        )}
        {tab === 'mislabels' && <MislabelsTab current={current} />}
        {tab === 'balance' && <BalanceTab current={current} />}
        {tab === 'edge' && <EdgeTab current={current} />}
        {tab === 'embeddings' && <EmbeddingsTab current={current} />}
        {(tab === 'metrics' || tab === 'outliers') && (
          <Told asked={asked} height={WAITING_PX}>
            {(metrics) => (tab === 'outliers' ? <OutliersTab current={current} metrics={metrics} /> : <MetricsTab current={current} metrics={metrics} />)}
          </Told>
        )}
      </div>
    </div>
  )
}
