import { useQuery } from '@tanstack/react-query'
import { changesQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { ago } from '@/lib/times'
import styles from './object-history.module.css'

/** Who changed this label last, when and how: the journal entry that it carries. */
export function ObjectHistory({ change }: { readonly change: number }) {
  // The journal is read backwards from an id: one entry before the next id is this one.
  const { data } = useQuery(changesQuery(useTransport(), { limit: 1, before: change + 1 }))
  const entry = data?.[0]
  if (entry?.id !== change) return null
  return (
    <p className={styles.line}>
      <b>{entry.author}</b> {ago(entry.at)}: {entry.title}
      {entry.reason !== '' && <span> “{entry.reason}”</span>}
    </p>
  )
}
