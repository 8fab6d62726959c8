import type { Action } from '@/actions/action'
import { useActions } from '@/actions/registry'
import { classNames } from '@/lib/class-names'
import { ratio } from '@/lib/words'
import { type ExploreLevel, useGo, usePlace } from '@/state/place'
import { TILE_SIZES } from '@/lib/tile-size'
import { setTileSize, useTileSize } from '@/state/tile-size'
import { Button } from '@/ui/button'
import { Slider } from '@/ui/slider'
import styles from './toolbar.module.css'

interface DrawControlsProps {
  readonly level: ExploreLevel
  readonly hasRun: boolean
}

/** What is drawn on the images: labels, predictions, and from which confidence on. */
export function DrawControls({ level, hasRun }: DrawControlsProps) {
  const labels = usePlace((place) => place.labels)
  const predictions = usePlace((place) => place.predictions)
  const confidence = usePlace((place) => place.conf)
  const go = useGo()
  const toggleLabels = (): void => go({ labels: !labels }, { replace: true })
  const togglePredictions = (): void => go({ predictions: !predictions }, { replace: true })
  const drawn = level === 'image'
  useActions([
    { id: 'draw.labels', label: labels ? 'Hide labels' : 'Show labels', group: 'View', keys: ['l'], when: () => drawn, perform: toggleLabels },
    { id: 'draw.predictions', label: predictions ? 'Hide predictions' : 'Show predictions', group: 'View', keys: ['p'], when: () => drawn && hasRun, perform: togglePredictions },
  ] satisfies Action[])
  if (!drawn) return <span className={styles.mut}>Each tile is one {level === 'annotation' ? 'label' : 'prediction'}. Open it to see the whole image.</span>
  return (
    <>
      <Button aria-pressed={labels} className={labels ? undefined : styles.off} keys="l" onClick={toggleLabels}>
        <span className={styles.line} />
        Labels
      </Button>
      {hasRun && (
        <>
          <Button aria-pressed={predictions} className={predictions ? undefined : styles.off} keys="p" onClick={togglePredictions}>
            <span className={classNames(styles.line, styles.dashes)} />
            Predictions
          </Button>
          <div className={classNames(styles.box, !predictions && styles.off)} title="Predictions below this confidence are not drawn">
            <span aria-hidden="true">Confidence</span>
            <Slider
              label="Confidence from which predictions are drawn"
              min={0}
              max={1}
              step={0.01}
              value={confidence}
              onChange={(conf) => go({ conf: Math.round(conf * 100) / 100 }, { replace: true })}
            />
            <output className={styles.value}>{ratio(confidence)}</output>
          </div>
        </>
      )}
    </>
  )
}

/** How large the tiles are. */
export function SizeControl() {
  const size = useTileSize((state) => state.size)
  useActions([
    { id: 'view.larger', label: 'Larger tiles', group: 'View', keys: ['+', '='], perform: () => setTileSize(size * 1.25) },
    { id: 'view.smaller', label: 'Smaller tiles', group: 'View', keys: ['-'], perform: () => setTileSize(size / 1.25) },
  ])
  return (
    <div className={styles.box}>
      <span aria-hidden="true">Size</span>
      <Slider label="Size of the tiles" min={TILE_SIZES.min} max={TILE_SIZES.max} step={TILE_SIZES.step} value={size} onChange={setTileSize} valueText={`${size} pixels`} />
    </div>
  )
}
