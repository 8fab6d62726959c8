import type { FixPlan } from '@/api/version-types'
import { amount, number } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { reviewOf } from '@/state/review-door'
import styles from './helped.module.css'

const FROZEN = 'split = "val" or split = "test"'

/** What an answer would rest on: what teaches, what differs in it, what tests, and whether anybody looked at that. */
export function FixPlanWords({ plan, test }: { readonly plan: FixPlan; readonly test: string | null }) {
  const { taught, fixes, moved, test_items: items, test_images: images, checked, left_out: left } = plan
  const noun = plan.level === 'image' ? 'image' : 'label'
  return (
    <div className={styles.plan} role="status">
      <p>
        <b>{amount(taught, noun)}</b> {taught === 1 ? 'teaches' : 'teach'}; <b>{amount(fixes, 'fix', 'fixes')}</b> among them. <b>{amount(items, noun)}</b>
        {noun === 'label' && ` in ${amount(images, 'image')}`} {items === 1 ? 'tests' : 'test'}, and {items === 1 ? 'is' : 'are'} never taught.
        {left > 0 && ` ${amount(left, noun)} left out: no vector, or no one class of today.`}
      </p>
      {moved > 0 && (
        <p>
          {amount(moved, 'box was', 'boxes were')} moved besides, which a probe on classes does not see; a training of your own does: <code>assay did-it-help --command</code>.
        </p>
      )}
      {checked < items && (
        <p className={styles.unchecked}>
          {checked === 0 ? 'Nobody looked at the test set in a review' : `Only ${number(checked)} of ${number(items)} test ${noun}s were looked at in a review`}: wrong labels in it count as right.{' '}
          <PlaceLink page="review" patch={reviewOf('image', test ?? FROZEN)} className={styles.door}>
            Look them over
          </PlaceLink>
        </p>
      )}
    </div>
  )
}
