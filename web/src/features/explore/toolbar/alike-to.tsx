import { useQuery } from '@tanstack/react-query'
import { useTransport } from '@/api/transport/context'
import { rowsByIdQuery } from '@/api/similar-queries'
import { isImageItem, isObjectItem, type SearchItem } from '@/api/types'
import type { Transport } from '@/api/transport/transport'
import { type Likeness, readLikeness } from '@/lib/query-text/likeness'
import { amount } from '@/lib/words'
import { useActions } from '@/actions/registry'
import { useGo } from '@/state/place'
import { IconButton } from '@/ui/button'
import type { ResultSpec } from '../spec'
import styles from './alike-to.module.css'

const NOUNS = { image: 'image', annotation: 'label', prediction: 'prediction' } as const
const SHOWN = 5

/** What the list is alike to, as small pictures, and the way back. */
export function AlikeTo({ spec }: { readonly spec: ResultSpec }) {
  const likeness = readLikeness(spec.sort)
  return likeness === null ? null : <Items spec={spec} likeness={likeness} />
}

function Items({ spec, likeness }: { readonly spec: ResultSpec; readonly likeness: Likeness }) {
  const go = useGo()
  const transport = useTransport()
  const ids = likeness.items.filter((item) => typeof item === 'number').slice(0, SHOWN)
  const { data } = useQuery({ ...rowsByIdQuery(transport, spec, likeness.level, ids), enabled: ids.length > 0 })
  const digests = likeness.items.filter((item) => typeof item === 'string').slice(0, SHOWN)
  const end = (): void => go({ sort: null, desc: false })
  useActions([{ id: 'view.end-alike', label: 'Stop comparing', group: 'View', keywords: 'look-alikes similar', perform: end }])
  const rest = likeness.items.length - ids.length - digests.length
  return (
    <span className={styles.alike} role="group" aria-label={`Alike to ${amount(likeness.items.length, NOUNS[likeness.level])}`}>
      Alike to
      {digests.map((digest) => (
        <img key={digest} src={transport.askedPictureUrl(digest)} alt="given by you" />
      ))}
      {data?.items.map((row: SearchItem) => (
        <Thumbnail key={keyOf(row)} row={row} transport={transport} />
      ))}
      {rest > 0 && <span className={styles.rest}>+{rest}</span>}
      <IconButton icon="close" size="small" label="Stop comparing" onClick={end} />
    </span>
  )
}

const keyOf = (row: SearchItem): number => (isObjectItem(row) ? row.object.id : row.id)

function Thumbnail({ row, transport }: { readonly row: SearchItem; readonly transport: Transport }) {
  if (isImageItem(row)) return <img src={transport.imageUrl(row, 128)} alt={row.name} title={row.name} />
  if (!isObjectItem(row)) return null
  const { object } = row
  return <img src={transport.cropUrl(object, { size: 128, context: 0.2 })} alt={`${object.source} ${object.id}`} title={row.image.name} />
}
