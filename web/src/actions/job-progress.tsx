import type { Job } from '@/api/field-types'
import { number } from '@/lib/words'
import { Button } from '@/ui/button'
import styles from './job-progress.module.css'

/** What is being done, how far it is, and the way to end it. */
export function JobProgress({ job: { stage, title, done, total }, onCancel }: { readonly job: Job; readonly onCancel: () => void }) {
  const share = total === null || total === 0 ? undefined : Math.min(done / total, 1)
  return (
    <div className={styles.job} role="status">
      <span>
        {stage === '' ? title : stage}
        {total !== null && ` ${number(done)} of ${number(total)}`}
      </span>
      <progress className={styles.progress} aria-label={title} max={1} value={share} />
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
