import { useQuery } from '@tanstack/react-query'
import { EmbedOffer } from '@/actions/embed-offer'
import { embeddingsQuery } from '@/api/embedding-queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { useCurrent } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/messages'

interface NothingAlikeProps {
  readonly error: Error
  readonly dataset: number
  readonly onRetry: () => void
}

/** Why look-alikes cannot be shown, and what would do: an embedding where there is none. */
export function NothingAlike({ error, dataset, onRetry }: NothingAlikeProps) {
  const go = useGo()
  const level = usePlace((place) => place.level)
  const current = useCurrent()
  const ofRun = level === 'prediction' && current !== null ? current.run : null
  const { data } = useQuery(embeddingsQuery(useTransport(), dataset))
  const isThere = data === undefined || data.embeddings.some(({ level: of }) => ofRun === null || of === 'prediction')
  if (!isThere) {
    return (
      <EmbedOffer dataset={dataset} run={ofRun} icon="alike" title="Nothing tells yet what looks alike">
        Look-alikes are found by comparing embeddings.
      </EmbedOffer>
    )
  }
  const { message, hint } = explain(error)
  return (
    <ErrorState
      title={message}
      hint={hint}
      actions={
        <>
          <Button variant="primary" onClick={onRetry}>
            Try again
          </Button>
          <Button onClick={() => go({ sort: null, desc: false })}>Stop comparing</Button>
        </>
      }
    />
  )
}
