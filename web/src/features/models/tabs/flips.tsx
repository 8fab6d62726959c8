import type { RunComparison } from '@/api/types'
import { number } from '@/lib/words'
import { Button } from '@/ui/button'
import type { ItemsDoor } from '../tab'
import styles from './compare.module.css'
import { flipDoor } from './doors'
import { useOpened } from './use-opened'

interface FlipsProps {
  readonly comparison: RunComparison
  readonly onOpenItems: (door: ItemsDoor) => void
}

/** Labels that only one of the two runs found: two doors. */
export function Flips({ comparison: { a, b, fixed, broken }, onOpenItems }: FlipsProps) {
  const isOpen = useOpened()
  const sides = [
    { flips: fixed, text: 'Fixed', meaning: `labels that ${b.name} finds and ${a.name} does not`, tone: styles.better },
    { flips: broken, text: 'Broken', meaning: `labels that ${a.name} finds and ${b.name} does not`, tone: styles.worse },
  ]
  return (
    <div className={styles.flips}>
      {sides.map(({ flips, text, meaning, tone }) => {
        const door = flipDoor(flips)
        return (
          <Button
            key={text}
            disabled={flips.count === 0}
            pressed={isOpen(door)}
            title={`${number(flips.count)} ${meaning}`}
            aria-label={`${text}: ${number(flips.count)} ${meaning}`}
            onClick={() => onOpenItems(door)}
          >
            {text}
            <b className={tone}>{number(flips.count)}</b>
          </Button>
        )
      })}
    </div>
  )
}
