import { ExportMenu } from '@/actions/export-menu'
import { useFind } from '@/actions/running'
import type { Overview } from '@/api/types'
import { amount } from '@/lib/words'
import type { Current } from '@/state/current'
import { Button } from '@/ui/button'
import styles from './overview-head.module.css'

interface OverviewHeadProps {
  readonly current: Current
  readonly overview: Overview
}

/** The question that the page answers, its answer in one line, and the two things to do with the whole set. */
export function OverviewHead({ current, overview }: OverviewHeadProps) {
  const { run, isRunning } = useFind(current.scope)
  return (
    <header className={styles.head}>
      <div>
        <h1 className={styles.title}>What is wrong with {current.dataset.name}</h1>
        <p className={styles.line}>{summaryLine(current, overview)}</p>
      </div>
      <div className={styles.actions}>
        <Button edits icon="search" disabled={isRunning} onClick={run}>
          {isRunning ? 'Looking…' : 'Find suspects'}
        </Button>
        <ExportMenu dataset={current.dataset.id} />
      </div>
    </header>
  )
}

/** "425 images, 1,794 labels, one run. Five kinds of suspects, worst first. Nothing leaves this machine." */
export function summaryLine({ dataset }: Current, { images, labels, suspects }: Overview): string {
  const runs = dataset.runs.length
  const facts = [amount(images, 'image'), amount(labels, 'label'), `${inWords(runs)} ${runs === 1 ? 'run' : 'runs'}`]
  const kinds = suspects.filter(({ open }) => open > 0).length
  const found =
    kinds === 0
      ? ''
      : ` ${capital(inWords(kinds))} ${kinds === 1 ? 'kind of suspect' : 'kinds of suspects, worst first'}.`
  return `${facts.join(', ')}.${found} Nothing leaves this machine.`
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

const inWords = (count: number): string => WORDS[count] ?? String(count)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
