import { useQuery } from '@tanstack/react-query'
import { evaluateCommand, predictionsCommand } from '@/actions/commands'
import { edgeCasesQuery } from '@/api/balance'
import type { EdgeCase, EdgeCases } from '@/api/types'
import { useTransport } from '@/api/transport/context'
import { Crop } from '@/canvas/crop'
import { amount, ratio } from '@/lib/words'
import type { Current } from '@/state/current'
import { useGo } from '@/state/place'
import { setSequence } from '@/state/sequence'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState } from '@/ui/messages'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import styles from './edge.module.css'

const WAITING_PX = 480
const SIDE = 104

/** Images that are rare and hard at once, the most so first, each with its reasons. */
export function EdgeTab({ current }: { readonly current: Current }) {
  const asked = useQuery(edgeCasesQuery(useTransport(), current.scope))
  return (
    <div className={styles.tab}>
      <Told asked={asked} height={WAITING_PX}>
        {(found) => (found.cases.length === 0 ? <None found={found} current={current} /> : <Cases found={found} />)}
      </Told>
    </div>
  )
}

function None({ found: { by_run }, current: { project, dataset } }: { readonly found: EdgeCases; readonly current: Current }) {
  if (by_run) return <EmptyState title="No edge case">The run made no error in a rare image.</EmptyState>
  return (
    <EmptyState icon="models" title="Nothing tells yet what is hard">
      <p>An edge case is rare and hard. Import a model’s predictions and evaluate them:</p>
      <Command text={predictionsCommand(project, dataset.name)} />
      <Command text={evaluateCommand(project)} />
    </EmptyState>
  )
}

function Cases({ found: { cases, images, by_look, query } }: { readonly found: EdgeCases }) {
  const go = useGo()
  const open = (index: number): void => {
    const entry = (at: number) => {
      const image = cases[at]?.image
      return image === undefined ? null : { image: image.id, object: null, picture: image }
    }
    setSequence({ total: cases.length, index, at: (at) => Promise.resolve(entry(at)) })
    go({ image: cases[index]?.image.id ?? null, object: null })
  }
  return (
    <Panel
      title={`${amount(cases.length, 'edge case')} of ${amount(images, 'image')}`}
      note={`Rarity × hardness, each the share of images that are less so. Rare: a class that few images hold${by_look ? ', or a look unlike all others' : '; embed the images, and an unlike look counts too'}. Hard: the share of labels and predictions that the run got wrong.`}
      aside={<Button icon="explore" onClick={() => go({ q: query, level: 'image' }, { page: 'explore' })}>Open in Explore</Button>}
    >
      <ol className={styles.list} aria-label="Edge cases">
        {cases.map((edge, index) => (
          <Case key={edge.image.id} edge={edge} onOpen={() => open(index)} />
        ))}
      </ol>
    </Panel>
  )
}

function Case({ edge: { image, score, rarity, hardness, reasons }, onOpen }: { readonly edge: EdgeCase; readonly onOpen: () => void }) {
  return (
    <li className={styles.case}>
      <button type="button" className={styles.open} aria-label={`Open ${image.name}`} onClick={onOpen}>
        <Crop image={image} shapes={[]} side={SIDE} />
      </button>
      <div className={styles.words}>
        <b title={image.name}>{image.name}</b>
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
      <span className={styles.score} title="Rarity × hardness">
        <b>{ratio(score)}</b>
        {ratio(rarity)} × {ratio(hardness)}
      </span>
    </li>
  )
}
