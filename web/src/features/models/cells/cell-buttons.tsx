import { useMemo } from 'react'
import { useActions } from '@/actions/registry'
import { number } from '@/lib/words'
import { Button, IconButton } from '@/ui/button'
import type { Matrix } from '../matrix/matrix'
import { chooseAlone, litCount, readLit } from './cells-text'
import styles from './cells.module.css'

const SETS = [
  { part: 'fp', label: 'False positives', key: 'f', title: 'Predictions with no label under them' },
  { part: 'duplicates', label: 'Duplicates', key: 't', title: 'Predictions on a label that a better one has found: seen twice' },
  { part: 'fn', label: 'False negatives', key: 'n', title: 'Labels that nothing was predicted on' },
  { part: 'confusions', label: 'Confusions', key: 'o', title: 'Labels taken for another class' },
  { part: 'correct', label: 'Correct', key: 'r', title: 'Labels found, with their class' },
] as const

interface CellButtonsProps {
  readonly matrix: Matrix
  /** Which cells are lit. */
  readonly text: string
  readonly onLight: (text: string) => void
}

/** The usual questions to the matrix, each with the number of its results. */
export function CellButtons({ matrix, text, onLight }: CellButtonsProps) {
  const sets = useMemo(() => SETS.map((set) => ({ ...set, count: litCount(readLit(set.part, matrix), matrix) })), [matrix])
  const light = (part: string): void => onLight(chooseAlone(text, part))
  useActions([
    ...sets.map(({ part, label, key }) => ({ id: `cells.${part}`, label: `Show ${label.toLowerCase()}`, group: 'Matrix' as const, keys: [key], perform: () => light(part) })),
    { id: 'cells.none', label: 'Show all results', group: 'Matrix', when: () => text !== '', perform: () => onLight('') },
  ])
  return (
    <div className={styles.buttons} role="group" aria-label="Lit cells">
      {sets
        .filter(({ part, count }) => part !== 'duplicates' || count > 0 || text === part)
        .map(({ part, label, key, title, count }) => (
          <Button key={part} pressed={text === part} title={`${title} (${key.toUpperCase()})`} onClick={() => light(part)}>
            {label}
            <span className={styles.count}>{number(count)}</span>
          </Button>
        ))}
      {text !== '' && <IconButton icon="close" label="Show all results" onClick={() => onLight('')} />}
    </div>
  )
}
