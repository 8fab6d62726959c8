import { useState } from 'react'
import { evaluateCommand } from '@/actions/commands'
import { EmbedOffer } from '@/actions/embed-offer'
import { FieldMenu } from '@/actions/fields/field-menu'
import type { SortField, SortGroup } from '@/actions/fields/sort-fields'
import { useSortGroups } from '@/actions/fields/use-sort-groups'
import { useActions } from '@/actions/registry'
import type { ReviewLevel } from '@/api/review-types'
import type { Remedy, WallOrdering, WallRequest } from '@/api/wall'
import { useCurrent } from '@/state/current'
import { useGo } from '@/state/place'
import { IconButton } from '@/ui/button'
import { Command } from '@/ui/command'
import { Dialog } from '@/ui/dialog'
import { FIRST_ORDER } from '../wall-request'
import styles from './bar.module.css'

const order = (name: string, title: string, meaning: string): SortField => ({ name, title, meaning, unit: '', type: 'number' })

const ORDERS: readonly SortField[] = [
  order('doubtful', 'doubtful first', 'By label quality, a quarter at a time; within each quarter look-alikes hang side by side'),
  order('look_alike', 'look-alike', 'What looks alike hangs side by side: the odd one out jumps out'),
  order('suspect', 'suspects first', 'The worst open suspect of each'),
  order('loss', 'loss', 'What it costs the model, by what the label says'),
  order('label_quality', 'label quality', 'The chance that the label is right, the lowest first'),
  order('mean_distance', 'distance to the class mean', 'How far it stands from what is typical of its class'),
  order('natural', 'as imported', 'In the order in which they came'),
]

const REMEDIES: Readonly<Record<Exclude<Remedy, 'embed'>, string>> = {
  evaluate: 'Compare the run with the labels from the shell:',
  measure: 'Measure the labels on the page Metrics.',
  find: 'Search for errors on the page Issues.',
}

interface OrderMenuProps {
  readonly dataset: number
  readonly level: ReviewLevel
  readonly request: WallRequest
  readonly ordering: WallOrdering
}

/** In which order crops hang within their group. */
export function OrderMenu({ dataset, level, request, ordering }: OrderMenuProps) {
  const [opened, setOpened] = useState(false)
  const [offers, setOffers] = useState(false)
  const go = useGo()
  const groups: readonly SortGroup[] = [{ title: 'Order', fields: ORDERS }, ...useSortGroups({ dataset, level })]
  const titleOf = (name: string): string => groups.flatMap(({ fields }) => fields).find((field) => field.name === name)?.title ?? name
  const pick = (field: SortField | null): void => go({ order: field === null || field.name === FIRST_ORDER ? null : field.name, arrange: null })
  const turn = (): void => go({ arrange: ordering.descending ? 'up' : 'down' })
  useActions([
    { id: 'review.order', label: 'Order by…', group: 'Review', keys: ['s'], keywords: 'sort look-alike loss quality', perform: () => setOpened(true) },
    { id: 'review.turn', label: 'Turn the order round', group: 'Review', keys: ['shift+s'], perform: turn },
    ...ORDERS.map((field) => ({ id: `review.order.${field.name}`, label: `Order by ${field.title}`, group: 'Review' as const, perform: () => pick(field) })),
  ])
  const isOther = ordering.reason !== null
  return (
    <>
      <span className={styles.order}>
        <FieldMenu
          label={`Order: ${titleOf(request.order)}`}
          text={
            <span className={styles.orderText}>
              <span className={styles.mut}>Order:</span> {titleOf(isOther ? (ordering.field ?? ordering.used) : request.order)}
            </span>
          }
          groups={groups}
          chosen={request.order}
          opened={opened}
          onOpened={setOpened}
          onPick={pick}
        />
        <IconButton icon={ordering.descending ? 'down' : 'up'} label={ordering.descending ? 'Highest first: turn round' : 'Lowest first: turn round'} keys="Shift S" onClick={turn} />
      </span>
      {isOther && (
        <IconButton icon="issues" label={`Not by ${titleOf(request.order)}: ${ordering.reason ?? ''}`} className={styles.warn} onClick={() => setOffers(true)} />
      )}
      {offers && (
        <Dialog label="Another order" width={460} onClose={() => setOffers(false)}>
          <Offer dataset={dataset} ordering={ordering} wished={titleOf(request.order)} />
        </Dialog>
      )}
    </>
  )
}

function Offer({ dataset, ordering: { reason, remedy }, wished }: { readonly dataset: number; readonly ordering: WallOrdering; readonly wished: string }) {
  const project = useCurrent()?.project
  if (remedy === 'embed') {
    return (
      <EmbedOffer dataset={dataset} icon="alike" title={`Nothing to order by ${wished} with`}>
        {reason} With an embedding look-alikes hang side by side, and the odd one out jumps out.
      </EmbedOffer>
    )
  }
  return (
    <div className={styles.offer}>
      <h2>Not ordered by {wished}</h2>
      <p>{reason}</p>
      {remedy !== null && <p>{REMEDIES[remedy]}</p>}
      {remedy === 'evaluate' && project !== undefined && <Command text={evaluateCommand(project)} />}
    </div>
  )
}
