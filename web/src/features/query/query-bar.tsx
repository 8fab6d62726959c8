import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { useGo, usePlace } from '@/state/place'
import { Icon } from '@/ui/icon'
import { Kbd } from '@/ui/kbd'
import styles from './query-bar.module.css'

/** The question that the page answers. */
export function QueryBar() {
  const q = usePlace((place) => place.q)
  const go = useGo()
  const [draft, setDraft] = useState(q)
  useActions([{ id: 'query.focus', label: 'Write a query', group: 'Query', keys: ['/'], perform: () => document.getElementById('query')?.focus() }], 'app')
  return (
    <form
      className={styles.bar}
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        go({ q: draft }, { page: 'explore' })
      }}
    >
      <Icon name="search" />
      <input id="query" className={styles.input} aria-label="Query" placeholder="Search or filter: annotations.count = 0" value={draft} onChange={(event) => setDraft(event.currentTarget.value)} />
      <Kbd keys="/" />
    </form>
  )
}
