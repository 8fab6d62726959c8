import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { importCommand, projectFolder } from '@/actions/commands'
import { balanceQuery } from '@/api/balance'
import type { Balance, BalancedClass } from '@/api/types'
import { useTransport } from '@/api/transport/context'
import { useDebounced } from '@/lib/use-debounced'
import { amount, measure, number, percent } from '@/lib/words'
import type { Current } from '@/state/current'
import { useClasses } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { ClassChip } from '@/ui/class-chip'
import { Command } from '@/ui/command'
import { EmptyState } from '@/ui/messages'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import styles from './balance.module.css'

const WAITING_PX = 480
const RESTED_MS = 300

/** How unequal the classes are, and what evens them out: draw again, leave out, or weigh. */
export function BalanceTab({ current }: { readonly current: Current }) {
  const [text, setText] = useState('')
  const goal = useDebounced(/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null, RESTED_MS)
  const asked = useQuery(balanceQuery(useTransport(), current.dataset.id, goal))
  return (
    <div className={styles.tab}>
      <Told asked={asked} height={WAITING_PX}>
        {(balance) =>
          balance.ratio === null ? (
            <EmptyState icon="tag" title="There are no labels yet">
              <p>Classes are weighed by their labels. Draw some in Explore, accept predictions, or import a label file:</p>
              <Command text={importCommand(current.project)} />
            </EmptyState>
          ) : (
            <>
              <Panel title="Classes" note={<Summary balance={balance} ratio={balance.ratio} />} aside={<Goal text={text} balance={balance} onChange={setText} />}>
                <Classes balance={balance} />
              </Panel>
              <Ways dataset={current.dataset.id} folder={projectFolder(current.project)} />
            </>
          )
        }
      </Told>
    </div>
  )
}

function Summary({ balance: { classes, effective_classes }, ratio }: { readonly balance: Balance; readonly ratio: number }) {
  if (classes.length === 1) return 'There is one class: there is nothing to even out.'
  return (
    <>
      {measure(ratio)} {ratio === 1 ? 'label' : 'labels'} of the commonest class for each of the rarest; as mixed as {effective_classes.toFixed(1)} of {amount(classes.length, 'class', 'classes')} of equal size.
    </>
  )
}

interface GoalProps {
  readonly text: string
  readonly balance: Balance
  readonly onChange: (text: string) => void
}

function Goal({ text, balance, onChange }: GoalProps) {
  return (
    <label className={styles.goal}>
      Labels for each class
      <input inputMode="numeric" value={text} placeholder={`${balance.goal} (median)`} onChange={({ target }) => onChange(target.value.trim())} />
    </label>
  )
}

function Classes({ balance: { classes } }: { readonly balance: Balance }) {
  const most = Math.max(...classes.map(({ labels }) => labels), 1)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col" aria-label="Share" />
          <th scope="col">Labels</th>
          <th scope="col">Share</th>
          <th scope="col">Images</th>
          <th scope="col" title="What its labels are worth: a further one of many repeats the others. (1 − βⁿ) / (1 − β), β = 0.999">Effective number</th>
          <th scope="col" title="Of one of its labels in a sampler or a loss: 1 / effective number, the mean of all labels being 1">Weight</th>
          <th scope="col" title="To have as many labels as the goal">To the goal</th>
        </tr>
      </thead>
      <tbody>
        {classes.map((one) => (
          <ClassRow key={one.id} one={one} most={most} />
        ))}
      </tbody>
    </table>
  )
}

function ClassRow({ one, most }: { readonly one: BalancedClass; readonly most: number }) {
  const look = useClasses().look(one.id)
  return (
    <tr>
      <th scope="row">
        <PlaceLink page="explore" patch={{ q: one.query, level: 'annotation' }} className={styles.class}>
          <ClassChip colour={look.colour} mark={look.mark} name={one.name} />
        </PlaceLink>
      </th>
      <td className={styles.track}>
        <i style={{ width: `${(one.labels / most) * 100}%`, background: look.colour }} />
      </td>
      <td>{number(one.labels)}</td>
      <td>{percent(one.share)}</td>
      <td>{number(one.images)}</td>
      <td>{measure(one.effective)}</td>
      <td>{one.weight === null ? '' : one.weight.toFixed(2)}</td>
      <td className={one.change > 0 ? styles.more : undefined}>{changeWords(one)}</td>
    </tr>
  )
}

function changeWords({ change, labels }: BalancedClass): string {
  if (labels === 0) return 'no labels'
  if (change === 0) return 'as it is'
  return change > 0 ? `draw ${number(change)} again` : `leave ${number(-change)} out`
}

function Ways({ dataset, folder }: { readonly dataset: number; readonly folder: string }) {
  const transport = useTransport()
  return (
    <Panel title="Use it in training" note="Weights change how often an item is drawn; nothing in the dataset changes.">
      <ul className={styles.ways}>
        <li>
          <a href={transport.weightsUrl(dataset, 'image')} download>Weights of images</a> (CSV): the repeat factor of the rarest class an image holds, √(0.1 / share of images), at least 1.
        </li>
        <li>
          <a href={transport.weightsUrl(dataset, 'annotation')} download>Weights of labels</a> (CSV): 1 / effective number of the class.
        </li>
        <li>
          Vectors between those of a rare class (SMOTE): <code>assay balance {folder} --vectors FILE.npz</code>. For a classifier on these embeddings alone. They are no pictures: a detector cannot learn from them, and between two
          unlike objects they may show what does not exist.
        </li>
      </ul>
    </Panel>
  )
}
