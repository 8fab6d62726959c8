import { useActions } from '@/actions/registry'
import type { Autotag } from '@/api/autotag-types'
import { explain } from '@/api/transport/errors'
import { classNames } from '@/lib/class-names'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { ErrorState } from '@/ui/messages'
import { Panel } from '@/ui/panel'
import { Skeleton } from '@/ui/skeleton'
import styles from './autotag.module.css'
import { ItemPicture } from './item-picture'
import { type Item, useItems } from './items'
import { type Answer, roundWords } from './round'
import { type Round, useRound } from './use-round'

const LARGE = 292
const SMALL = 92
const WORDS: Readonly<Record<Answer, string>> = { yes: 'yes', no: 'no', skipped: 'skipped' }

/** Asks of uncertain items whether they have the tag: Y, N, Space. */
export function RoundPanel({ autotag }: { readonly autotag: Autotag }) {
  const round = useRound(autotag)
  const { ids, answers, question, answer, next } = round
  const items = useItems(autotag, ids ?? [])
  const isOpen = question !== null
  const isDone = ids !== null && ids.length > 0 && !isOpen
  useActions([
    { id: 'autotag.yes', label: `Yes, it is “${autotag.name}”`, group: 'Selection', keys: ['y'], edits: true, when: () => isOpen, perform: () => answer('yes') },
    { id: 'autotag.no', label: `No, it is not “${autotag.name}”`, group: 'Selection', keys: ['n'], edits: true, when: () => isOpen, perform: () => answer('no') },
    { id: 'autotag.skip', label: 'Skip: I cannot tell', group: 'Selection', keys: ['Space'], edits: true, when: () => isOpen, perform: () => answer('skipped') },
    { id: 'autotag.round', label: 'Ask another round', group: 'Selection', keys: ['Enter'], edits: true, when: () => isDone, perform: next },
  ])
  return (
    <Panel
      title={`Round ${round.number}`}
      note="What the autotag is least sure of, and some of what it thinks has the tag. Every answer scores all items anew."
      aside={ids !== null && <span role="status">{answers.size} of {ids.length} answered</span>}
    >
      <Asked name={autotag.name} items={items} round={round} />
    </Panel>
  )
}

interface AskedProps {
  readonly name: string
  readonly items: ReadonlyMap<number, Item>
  readonly round: Round
}

function Asked({ name, items, round }: AskedProps) {
  const { ids, error, question } = round
  if (error !== null) return <ErrorState title={explain(error).message} hint={explain(error).hint} />
  if (ids === null) return <Skeleton height={LARGE} />
  if (ids.length === 0) return <p className={styles.quiet}>Every item that has a vector is answered.</p>
  return (
    <div className={styles.round}>
      <div className={styles.asked}>
        <Question item={question === null ? undefined : items.get(question)} name={name} round={round} />
      </div>
      <Questions ids={ids} items={items} round={round} />
    </div>
  )
}

interface QuestionProps {
  readonly item: Item | undefined
  readonly name: string
  readonly round: Round
}

function Question({ item, name, round: { question, answers, answer, next } }: QuestionProps) {
  if (question === null) {
    return (
      <div className={styles.finished} style={{ width: LARGE, height: LARGE }}>
        <Icon name="check" size={28} />
        <b>Round done</b>
        <span>{roundWords(answers)}</span>
        <Button variant="primary" keys="Enter" onClick={next}>
          Ask another round
        </Button>
      </div>
    )
  }
  return (
    <>
      {item === undefined ? <Skeleton height={LARGE} /> : <ItemPicture item={item} side={LARGE} className={styles.large} />}
      <h3 className={styles.question}>Is this “{name}”?</h3>
      <div className={styles.answers}>
        <Button keys="N" icon="close" edits onClick={() => answer('no')}>No</Button>
        <Button variant="quiet" keys="Space" edits onClick={() => answer('skipped')}>Skip</Button>
        <Button keys="Y" icon="check" edits onClick={() => answer('yes')}>Yes</Button>
      </div>
    </>
  )
}

interface QuestionsProps {
  readonly ids: readonly number[]
  readonly items: ReadonlyMap<number, Item>
  readonly round: Round
}

function Questions({ ids, items, round: { answers, question, point } }: QuestionsProps) {
  return (
    <ol className={styles.questions} aria-label="Items of this round">
      {ids.map((id, index) => {
        const given = answers.get(id)
        const item = items.get(id)
        return (
          <li key={id}>
            <button
              type="button"
              className={classNames(styles.small, given !== undefined && styles[given], id === question && styles.current)}
              aria-label={`Item ${index + 1}, ${given === undefined ? 'open' : WORDS[given]}`}
              aria-current={id === question}
              disabled={given !== undefined}
              onClick={() => point(id)}
            >
              {item === undefined ? <Skeleton height={SMALL} /> : <ItemPicture item={item} side={SMALL} />}
              {given !== undefined && <span className={styles.mark}>{given === 'skipped' ? '–' : <Icon name={given === 'yes' ? 'check' : 'close'} size={14} />}</span>}
            </button>
          </li>
        )
      })}
    </ol>
  )
}
