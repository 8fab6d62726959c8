import type { Acquisition, ChosenImage } from '@/api/field-types'
import { Crop } from '@/canvas/crop'
import { classNames } from '@/lib/class-names'
import { amount, measure, number, ratio } from '@/lib/words'
import { useGo } from '@/state/place'
import { type SequenceEntry, setSequence } from '@/state/sequence'
import styles from './choose-next.module.css'

interface ChosenGridProps {
  readonly found: Acquisition
  /** Is it the choice of settings that have changed since? */
  readonly stale: boolean
}

const SHOWN = 200
const SIDE = 132

/** The chosen in their order, each with its value and the two terms of its choice. A click opens the image. */
export function ChosenGrid({ found: { images, field, candidates, unknown }, stale }: ChosenGridProps) {
  const go = useGo()
  const entry = (at: number): SequenceEntry | null => {
    const image = images[at]?.image
    return image === undefined ? null : { image: image.id, object: null, picture: image }
  }
  const open = (index: number): void => {
    setSequence({ total: images.length, index, at: (at) => Promise.resolve(entry(at)) })
    go({ image: images[index]?.id ?? null, object: null })
  }
  return (
    <>
      <p className={styles.note} role="status">
        {amount(images.length, 'image')} of {number(candidates)} with {field.title.toLowerCase()}
        {unknown > 0 && `; ${amount(unknown, 'image')} without it ${unknown === 1 ? 'is' : 'are'} never chosen`}
        {images.length > SHOWN && `; the first ${SHOWN} are shown`}. Beneath each: its value, then worth · novelty.
      </p>
      <ol className={classNames(styles.grid, stale && styles.stale)} aria-label="Chosen images" aria-busy={stale}>
        {images.slice(0, SHOWN).map((item, index) => (
          <li key={item.id}>
            <button type="button" className={styles.tile} aria-label={`${item.image.name}, ${words(item)}`} onClick={() => open(index)}>
              <Crop image={item.image} shapes={[]} side={SIDE} className={styles.picture} />
              <b>{item.value === null ? '' : measure(item.value)}</b>
              <span title="How much it is worth, and how unlike those chosen before it: 0 to 1">
                {ratio(item.worth)} · {ratio(item.novelty)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  )
}

const words = ({ value, worth, novelty }: ChosenImage): string => `${value === null ? '' : `value ${measure(value)}, `}worth ${ratio(worth)}, novelty ${ratio(novelty)}`
