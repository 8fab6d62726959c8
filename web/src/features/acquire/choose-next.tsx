import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { predictionsCommand } from '@/actions/commands'
import { acquireQuery, choosableQuery } from '@/api/field-queries'
import type { Acquisition, NumberField } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Scope } from '@/api/types'
import { useDebounced } from '@/lib/use-debounced'
import { amount } from '@/lib/words'
import { type Current, useCurrent } from '@/state/current'
import { usePage, usePlace } from '@/state/place'
import { Button, IconButton } from '@/ui/button'
import { Command } from '@/ui/command'
import { Dialog } from '@/ui/dialog'
import { EmptyState, ErrorState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import { chosenField, requestOf, useChoice } from './choice'
import { ChosenGrid } from './chosen-grid'
import styles from './choose-next.module.css'
import { Keep } from './keep'
import { MeasureWhatIsMissing } from './measure-what-is-missing'
import { Settings } from './settings'

interface ChooseNextProps {
  readonly onClose: () => void
}

/** Which images to label next under a budget: the most worth it, and unlike each other. */
export function ChooseNext({ onClose }: ChooseNextProps) {
  const current = useCurrent()
  const query = useImageQuery()
  return (
    <Dialog label="Choose what to label next" width={960} onClose={onClose}>
      <div className={styles.sheet}>
        <header className={styles.head}>
          <h2>Choose what to label next</h2>
          <span>{query === '' ? 'among all images' : <>among the images of <code>{query}</code></>}</span>
          <IconButton icon="close" label="Close" keys="Escape" className={styles.close} onClick={onClose} />
        </header>
        {current !== null && <Content current={current} query={query} />}
      </div>
    </Dialog>
  )
}

interface ContentProps {
  readonly current: Current
  readonly query: string
}

function Content({ current, query }: ContentProps) {
  const { scope } = current
  const { data: fields, error, refetch } = useQuery(choosableQuery(useTransport(), scope.dataset))
  const { by } = useChoice()
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />
  if (fields === undefined) return <Skeleton height={320} />
  const field = chosenField(by, fields)
  return (
    <>
      <MeasureWhatIsMissing scope={scope} />
      {field === null ? <NothingMeasured current={current} /> : <Preview scope={scope} query={query} fields={fields} field={field} />}
    </>
  )
}

interface PreviewProps {
  readonly scope: Scope
  readonly query: string
  readonly fields: readonly NumberField[]
  readonly field: NumberField
}

const RESTED_MS = 200

function Preview({ scope, query, fields, field }: PreviewProps) {
  const choice = useChoice()
  const wished = useMemo(() => requestOf(choice, field, scope, query), [choice, field, scope, query])
  const request = useDebounced(wished, RESTED_MS)
  const { data: found, error, refetch, isPlaceholderData } = useQuery(acquireQuery(useTransport(), request))
  const stale = isPlaceholderData || request !== wished
  return (
    <>
      <Settings fields={fields} field={field} />
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {error === null && found === undefined && <Skeleton height={320} />}
      {error === null && found?.images.length === 0 && <NothingFound found={found} />}
      {error === null && found !== undefined && found.images.length > 0 && (
        <>
          <ChosenGrid found={found} stale={stale} />
          <Keep key={JSON.stringify(request)} scope={scope} query={query} found={found} stale={stale} />
        </>
      )}
    </>
  )
}

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { message, hint } = explain(error)
  return <ErrorState title={message} hint={hint} actions={<Button onClick={onRetry}>Try again</Button>} />
}

function NothingFound({ found: { unknown, field } }: { readonly found: Acquisition }) {
  return (
    <EmptyState title="No image has a value to choose by">
      {unknown === 0 ? 'No image answers the query.' : `${amount(unknown, 'image')} without ${field.title.toLowerCase()}, or without the hash that tells how alike they look.`}
    </EmptyState>
  )
}

function NothingMeasured({ current: { project, dataset, run } }: { readonly current: Current }) {
  return (
    <EmptyState icon="metrics" title="Nothing to choose by yet">
      {run === null ? (
        <>
          <p>Measure the pictures: any metric with a bad end will do. Or import a model’s predictions from the shell:</p>
          <Command text={predictionsCommand(project, dataset.name)} />
        </>
      ) : (
        'Measure how unsure the model is of each image: those that it is least sure of are worth a label first.'
      )}
    </EmptyState>
  )
}

/** The query of Explore where it lists images; all images elsewhere. */
function useImageQuery(): string {
  const page = usePage()
  return usePlace(({ q, level }) => (page === 'explore' && level === 'image' ? q : ''))
}
