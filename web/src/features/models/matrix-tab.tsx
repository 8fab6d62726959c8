import { useMemo } from 'react'
import type { ModelMetrics } from '@/api/types'
import { useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { Segmented } from '@/ui/segmented'
import { CellButtons } from './cells/cell-buttons'
import { chooseAlone, type Lit, type Spot, toggle, writeSpot } from './cells/cells-text'
import { ClassTable } from './classes/class-table'
import { useClassAp } from './classes/use-class-ap'
import { arrange, type Arrangement, ARRANGEMENTS } from './matrix/arrangement'
import type { Matrix, Share } from './matrix/matrix'
import { MatrixView } from './matrix/matrix-view'
import styles from './models.module.css'

interface MatrixTabProps {
  readonly metrics: ModelMetrics
  readonly matrix: Matrix
  readonly lit: Lit
  readonly run: number
  readonly query: string
}

const SHARES = [
  { value: 'count', label: 'Counts' },
  { value: 'row', label: '% row', title: 'Share of the labels of the row' },
  { value: 'column', label: '% column', title: 'Share of the predictions of the column' },
] as const satisfies readonly { value: Share; label: string; title?: string }[]

/** The classes on the left, the confusion matrix on the right. */
export function MatrixTab({ metrics, matrix, lit, run, query }: MatrixTabProps) {
  const go = useGo()
  const classes = useClasses()
  const apOf = useClassAp(run, { query, shape: metrics.shape })
  const by = usePlace((place): Arrangement => ARRANGEMENTS.find(({ value }) => value === place.arrange)?.value ?? 'id')
  const share = usePlace((place): Share => SHARES.find(({ value }) => value === place.share)?.value ?? 'count')
  const lines = useMemo(() => arrange(matrix, by), [matrix, by])
  const light = (cells: string): void => go({ cells, within: '', sel: '' }, { replace: true })
  const choose = (spot: Spot, adds: boolean): void => light(adds ? toggle(lit.text, spot, matrix) : chooseAlone(lit.text, writeSpot(spot, matrix)))
  return (
    <div className={styles.matrixTab}>
      <section className={styles.table} aria-label="Classes">
        <ClassTable metrics={metrics} matrix={matrix} apOf={apOf} classes={classes} text={lit.text} onLight={light} />
      </section>
      <section className={styles.matrix} aria-label="Matrix">
        <CellButtons matrix={matrix} text={lit.text} onLight={light} />
        <MatrixView matrix={matrix} lines={lines} share={share} lit={lit} classes={classes} onChoose={choose} onClear={() => light('')}>
          <Segmented label="What the cells tell" value={share} options={SHARES} onChange={(next) => go({ share: next === 'count' ? null : next }, { replace: true })} />
          <Segmented label="Order of the classes" value={by} options={ARRANGEMENTS} onChange={(next) => go({ arrange: next === 'id' ? null : next }, { replace: true })} />
        </MatrixView>
      </section>
    </div>
  )
}
