import { useQuery } from '@tanstack/react-query'
import { EmbedOffer } from '@/actions/embed-offer'
import { useEmbedding } from '@/actions/embedding'
import { useActions } from '@/actions/registry'
import { embeddingsQuery } from '@/api/embedding-queries'
import type { Embedding, Embeddings } from '@/api/embedding-types'
import type { FieldLevel } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import type { Run } from '@/api/types'
import { amount, number } from '@/lib/words'
import type { Current } from '@/state/current'
import { Button } from '@/ui/button'
import { Told } from '@/actions/told'
import { NOUNS } from '../nouns'
import { EmbedderList } from './embedder-list'
import styles from './embeddings-tab.module.css'

const WAITING_PX = 320

/** The embeddings of the dataset: which there are, which one is meant, and what makes more of them. */
export function EmbeddingsTab({ current }: { readonly current: Current }) {
  const asked = useQuery(embeddingsQuery(useTransport(), current.dataset.id))
  return (
    <div className={styles.tab}>
      <Told asked={asked} height={WAITING_PX}>
        {(found) => <Found found={found} dataset={current.dataset.id} run={current.run} />}
      </Told>
    </div>
  )
}

interface FoundProps {
  readonly found: Embeddings
  readonly dataset: number
  readonly run: Run | null
}

function Found({ found: { embeddings, embedders }, dataset, run }: FoundProps) {
  const { job, isStarting, start, choose, remove } = useEmbedding(dataset)
  const isBusy = job !== null || isStarting
  useActions([
    { id: 'embeddings.embed', label: 'Embed images and labels', group: 'Metrics', keywords: 'vectors descriptor compute', edits: true, when: () => !isBusy, perform: () => start() },
  ])
  if (embeddings.length === 0) {
    return (
      <>
        <EmbedOffer dataset={dataset} />
        <EmbedderList embedders={embedders} isBusy={isBusy} onEmbed={(embedder) => start({ embedder })} />
      </>
    )
  }
  const again = ({ level, name, embedder, model }: Embedding): void =>
    start({ embedder, name, levels: [level as FieldLevel], run: level === 'prediction' ? (run?.id ?? null) : null, ...(model !== '' && { parameters: { model } }) })
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Embedding</th>
            <th scope="col">Of</th>
            <th scope="col">Made by</th>
            <th scope="col">Numbers</th>
            <th scope="col">Vectors</th>
            <th scope="col" aria-label="What can be done" />
          </tr>
        </thead>
        <tbody>
          {embeddings.map((one) => (
            <Line key={one.id} one={one} isBusy={isBusy} onAgain={() => again(one)} onChoose={() => choose(one.id)} onRemove={() => remove(one.id)} />
          ))}
        </tbody>
      </table>
      {run !== null && !embeddings.some(({ level }) => level === 'prediction') && (
        <p className={styles.offer}>
          Predictions have no vectors yet: with them {run.name} has look-alikes and a map of what it saw.
          <Button size="small" edits disabled={isBusy} onClick={() => start({ levels: ['prediction'], run: run.id })}>
            Embed its predictions
          </Button>
        </p>
      )}
      <EmbedderList embedders={embedders} isBusy={isBusy} onEmbed={(embedder) => start({ embedder })} />
    </>
  )
}

interface LineProps {
  readonly one: Embedding
  readonly isBusy: boolean
  readonly onAgain: () => void
  readonly onChoose: () => void
  readonly onRemove: () => void
}

function Line({ one, isBusy, onAgain, onChoose, onRemove }: LineProps) {
  return (
    <tr>
      <th scope="row">
        {one.name}
        {one.default && (
          <span className={styles.default} title="Searches, the map, metrics and detectors use this one">
            default
          </span>
        )}
      </th>
      <td>{NOUNS[one.level as FieldLevel]}s</td>
      <td>
        {one.title}
        {one.model !== '' && <span className={styles.note}>{one.model}</span>}
        {one.note !== '' && <span className={styles.note}>{one.note}</span>}
      </td>
      <td className={styles.number}>{number(one.dimension)}</td>
      <td className={styles.number}>
        {number(one.count)} of {number(one.rows)}
        {one.stale > 0 && <span className={styles.stale}>{number(one.stale)} stale</span>}
        {one.failures > 0 && <span className={styles.note}>{amount(one.failures, 'row')} could not be embedded</span>}
      </td>
      <td className={styles.acts}>
        {one.embedder !== '' && (
          <Button size="small" edits variant={one.stale > 0 ? 'primary' : 'default'} disabled={isBusy || one.note !== ''} onClick={onAgain}>
            {one.stale > 0 ? 'Bring up to date' : 'Check'}
          </Button>
        )}
        {!one.default && (
          <Button size="small" edits onClick={onChoose}>
            Use by default
          </Button>
        )}
        <Button size="small" edits disabled={isBusy} onClick={onRemove}>
          Remove
        </Button>
      </td>
    </tr>
  )
}
