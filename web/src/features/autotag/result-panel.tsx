import type { Autotag } from '@/api/autotag-types'
import { measure, number } from '@/lib/words'
import { useGo } from '@/state/place'
import { setSequence } from '@/state/sequence'
import { IconButton } from '@/ui/button'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import styles from './autotag.module.css'
import { ItemPicture } from './item-picture'
import { type Item, itemId, placeOf, useHighest } from './items'
import { LEAST } from './result-query'
import { ScoreBars } from './score-bars'
import { useTeach } from './use-teach'

const SHOWN = 48
const SIDE = 116

/** The items with the highest scores, and how all scores spread. "+" and "−" teach from here. */
export function ResultPanel({ autotag }: { readonly autotag: Autotag }) {
  const asked = useHighest(autotag, SHOWN)
  return (
    <Panel
      title="Result so far"
      note="The highest scores that nobody answered yet. + and − answer for one here; a click opens it."
      aside={`${number(autotag.tagged)} of ${number(autotag.scored)} above 0`}
    >
      <ScoreBars bins={autotag.bins} from={LEAST} />
      <Told asked={asked} height={SIDE * 2}>
        {(items) => <Strip autotag={autotag} items={items} />}
      </Told>
    </Panel>
  )
}

function Strip({ autotag, items }: { readonly autotag: Autotag; readonly items: readonly Item[] }) {
  const go = useGo()
  const teach = useTeach()
  const open = (index: number): void => {
    const entry = (at: number) => {
      const item = items[at]
      return item === undefined ? null : placeOf(item)
    }
    setSequence({ total: items.length, index, at: (at) => Promise.resolve(entry(at)) })
    go(entry(index) ?? {})
  }
  return (
    <ol className={styles.strip} aria-label="Highest scores">
      {items.map((item, index) => {
        const id = itemId(item)
        const score = typeof item.sort_value === 'number' ? item.sort_value : null
        return (
          <li key={id} className={styles.tile}>
            <button type="button" className={styles.open} aria-label={`Open item ${index + 1}, score ${score === null ? 'unknown' : measure(score)}`} onClick={() => open(index)}>
              <ItemPicture item={item} side={SIDE} />
            </button>
            <span className={styles.score}>{score?.toFixed(2)}</span>
            <IconButton icon="plus" edits size="small" label="Yes: it has the tag" onClick={() => void teach(autotag, { yes: [id] })} />
            <IconButton icon="minus" edits size="small" label="No: it has not" onClick={() => void teach(autotag, { no: [id] })} />
          </li>
        )
      })}
    </ol>
  )
}
