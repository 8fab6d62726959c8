import { useActions } from '@/actions/registry'
import { useGo, usePlace } from '@/state/place'
import { Slider } from '@/ui/slider'
import { MARGIN_STEP, MOST_MARGIN, readMargin, readSide, rememberMargin, rememberSide } from '../crop-look'
import { SIDES } from '../types'
import styles from './bar.module.css'

/** How large crops are, and how much of what lies around an object they show. */
export function LookControls() {
  const go = useGo()
  const side = usePlace((place) => readSide(place.side))
  const margin = usePlace((place) => readMargin(place.margin))
  const place = SIDES.indexOf(side)
  const setSide = (index: number): void => {
    const next = SIDES[Math.min(Math.max(index, 0), SIDES.length - 1)] ?? side
    rememberSide(next)
    go({ side: next }, { replace: true })
  }
  const setMargin = (wished: number): void => {
    const next = Math.min(Math.max(wished, 0), MOST_MARGIN)
    rememberMargin(next)
    go({ margin: String(next) }, { replace: true })
  }
  useActions([
    { id: 'view.larger', label: 'Larger crops', group: 'View', keys: ['+', '='], perform: () => setSide(place + 1) },
    { id: 'view.smaller', label: 'Smaller crops', group: 'View', keys: ['-'], perform: () => setSide(place - 1) },
    { id: 'view.more-around', label: 'More around the objects', group: 'View', keys: ['.'], keywords: 'context margin', perform: () => setMargin(margin + MARGIN_STEP) },
    { id: 'view.less-around', label: 'Less around the objects', group: 'View', keys: [','], keywords: 'context margin', perform: () => setMargin(margin - MARGIN_STEP) },
  ])
  return (
    <span className={styles.look}>
      <span aria-hidden="true">Size</span>
      <Slider label="Size of the crops" min={0} max={SIDES.length - 1} step={1} width={52} value={place} onChange={setSide} valueText={`${side} pixels`} title={`Size: ${side} pixels (+ and -)`} />
      <span aria-hidden="true">Around</span>
      <Slider label="What is shown around an object" min={0} max={MOST_MARGIN} step={MARGIN_STEP} width={64} value={margin} onChange={setMargin} valueText={`${margin} of its side`} title={`Around: ${margin} of its larger side (. and ,)`} />
    </span>
  )
}
