import { NoData } from '@/actions/no-data'
import { SHOWN, VERSION } from '@/lib/base-path'
import { useCurrent } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { Tabs } from '@/ui/tabs'
import { Changes } from './changes'
import { Compare } from './compare'
import { HelpsNow } from './helps-now'
import { Helped } from './helped'
import styles from './history-page.module.css'
import { Versions } from './versions'

const TABS = [
  {
    value: 'changes',
    label: 'Changes',
    line:
      VERSION === null
        ? 'Every change of this project, newest first. Nothing is ever lost: undo leads back to any point, redo forward again.'
        : `Every change until “${VERSION}” was kept, newest first, as it stood then.`,
  },
  {
    value: 'versions',
    label: 'Versions',
    line:
      VERSION === null
        ? 'The project as it stood, by name. A version copies nothing and never changes; restoring one is a change that can be undone.'
        : `The versions that were kept up to “${VERSION}”, by name.`,
  },
  { value: 'compare', label: 'Compare', line: `What differs between two versions, or a version and ${SHOWN}: by class, and image by image.` },
  { value: 'helped', label: 'Did the fix help?', line: 'Whether what was fixed teaches better: trained on the labels before and after, asked of the same test images.' },
] as const

/** What was done: the journal, the versions that were kept, and what differs between them (I10). */
export function HistoryPage() {
  const current = useCurrent()
  const go = useGo()
  const asked = usePlace((place) => place.tab)
  const tab = TABS.find(({ value }) => value === asked) ?? TABS[0]
  if (current === null) return <NoData />
  return (
    <div className={styles.page}>
      <header>
        <h1 className={styles.title}>What was done</h1>
        <p className={styles.line}>{tab.line}</p>
      </header>
      <Tabs label="History" value={tab.value} tabs={TABS} onChange={(value) => go({ tab: value === 'changes' ? null : value, kind: null, q: '' })} />
      {tab.value === 'changes' && <Changes />}
      {tab.value === 'versions' && <Versions dataset={current.dataset} />}
      {tab.value === 'compare' && <Compare dataset={current.dataset.id} />}
      {tab.value === 'helped' && (VERSION === null ? <Helped dataset={current.dataset.id} /> : <HelpsNow />)}
    </div>
  )
}
