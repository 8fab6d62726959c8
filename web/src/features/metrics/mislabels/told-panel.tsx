import type { ToldMislabels } from '@/api/mislabel-types'
import { amount, number } from '@/lib/words'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { Panel } from '@/ui/panel'
import styles from './mislabels-tab.module.css'

const OWN = 'class probabilities of your own'

/** What was told, and the ways to see it: flagged labels always come first. */
export function ToldPanel({ told: { state, labels, flagged, coarsely, run, look_alikes, given } }: { readonly told: ToldMislabels }) {
  const go = useGo()
  const list = (q: string): void => go({ q, level: 'annotation', sort: 'mislabel_score', desc: false, field: null, tab: null }, { page: 'explore' })
  const tellers = [...(run === null ? [] : [`the class probabilities of ${run}`]), ...(given ? [OWN] : []), ...(look_alikes ? ['look-alikes'] : [])]
  return (
    <Panel
      title={`${number(flagged)} of ${amount(labels, 'label')} ${flagged === 1 ? 'is' : 'are'} likely of another class`}
      note={`Told by ${tellers.join(' and ') || OWN}. The likeliest error comes first.`}
    >
      {state === 'stale' && <p className={styles.stale}>Labels or their embedding have changed since: find them again below.</p>}
      <div className={styles.doors}>
        {flagged > 0 && (
          <Button variant="primary" onClick={() => list('potential_mislabel = 1')}>
            Show {amount(flagged, 'flagged label')}
          </Button>
        )}
        {coarsely !== null && coarsely > 0 && <Button onClick={() => list('potential_mislabel = 1 and coarse_label != predicted_coarse_label')}>{number(coarsely)} of another coarse class</Button>}
        <Button onClick={() => list('')}>All labels, flagged first</Button>
      </div>
    </Panel>
  )
}
