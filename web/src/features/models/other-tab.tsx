import { CatchBoundary } from '@tanstack/react-router'
import { type FunctionComponent, lazy, type LazyExoticComponent, Suspense } from 'react'
import { Mishap } from '@/actions/mishap'
import { fetched } from '@/lib/code'
import styles from './models.module.css'
import type { TabName, TabProps } from './tab'

const LAZY: Readonly<Record<Exclude<TabName, 'matrix'>, LazyExoticComponent<FunctionComponent<TabProps>>>> = {
  curves: lazy(fetched(async () => ({ default: (await import('./tabs/curves-tab')).CurvesTab }))),
  errors: lazy(fetched(async () => ({ default: (await import('./tabs/errors-tab')).ErrorsTab }))),
  metric: lazy(fetched(async () => ({ default: (await import('./tabs/metric-tab')).MetricTab }))),
  calibration: lazy(fetched(async () => ({ default: (await import('./tabs/calibration-tab')).CalibrationTab }))),
  compare: lazy(fetched(async () => ({ default: (await import('./tabs/compare-tab')).CompareTab }))),
}

interface OtherTabProps extends TabProps {
  readonly tab: keyof typeof LAZY
}

/** Any tab but the first, fetched when it is turned to. */
export function OtherTab({ tab, ...rest }: OtherTabProps) {
  const Tab = LAZY[tab]
  return (
    <div className={styles.otherTab}>
      <CatchBoundary getResetKey={() => tab} errorComponent={Mishap}>
        <Suspense>
          <Tab {...rest} />
        </Suspense>
      </CatchBoundary>
    </div>
  )
}
