import { type Pose, poseWords, wanting } from '@/math/pose'
import { Kbd } from '@/ui/kbd'
import styles from './stage.module.css'

const KEYS = [
  ['s', 'not labelled'],
  ['v', 'hidden'],
  ['Backspace', 'takes the last back'],
  ['Enter', 'ends'],
  ['Escape', 'cancels'],
] as const

/** Which keypoint is asked for, and what the keys do. */
export function PoseHint({ pose }: { readonly pose: Pose }) {
  const asked = poseWords(pose)
  return (
    <div className={styles.hint}>
      <span role="status">{asked === null ? wanting(pose) : <b>{asked}</b>}</span>
      {asked !== null && <span>Click it</span>}
      {KEYS.map(([key, words]) => (
        <span key={key}>
          <Kbd keys={key} /> {words}
        </span>
      ))}
    </div>
  )
}
