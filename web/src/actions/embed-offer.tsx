import type { ReactNode } from 'react'
import type { Run } from '@/api/types'
import { Button } from '@/ui/button'
import type { IconName } from '@/ui/icon'
import { EmptyState } from '@/ui/messages'
import { useEmbedding } from './embedding'
import { JobProgress } from './job-progress'

interface EmbedOfferProps {
  readonly dataset: number
  /** Offers to embed the predictions of this run, in place of images and labels. */
  readonly run?: Run | null
  readonly icon?: IconName
  /** What is missing here: "There is no map yet". */
  readonly title?: string
  /** What an embedding would give here, one sentence. */
  readonly children?: ReactNode
}

/** In place of what needs an embedding where there is none: what it is, one button that makes it, and how far that is. */
export function EmbedOffer({ dataset, run = null, icon = 'map', title = 'Nothing is embedded yet', children }: EmbedOfferProps) {
  const { job, isStarting, start, cancel } = useEmbedding(dataset)
  return (
    <EmptyState
      icon={icon}
      title={title}
      actions={
        job === null ? (
          <Button variant="primary" edits disabled={isStarting} onClick={() => start(run === null ? {} : { levels: ['prediction'], run: run.id })}>
            {run === null ? 'Embed images and labels' : `Embed the predictions of ${run.name}`}
          </Button>
        ) : (
          <JobProgress job={job} onCancel={cancel} />
        )
      }
    >
      {children !== undefined && <p>{children}</p>}
      <p>
        An embedding gives each {run === null ? 'image and each label' : 'prediction'} a vector that says what it looks like. The built-in one needs no model and no network; each image is read once, no file is
        changed, and what is done stays when it is cancelled.
      </p>
    </EmptyState>
  )
}
