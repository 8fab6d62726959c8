import { PlaceLink } from '@/state/place-link'
import { EmptyState } from '@/ui/messages'

/** There is no page at this address. */
export function Lost() {
  return (
    <EmptyState title="There is no page here" icon="issues">
      Nothing is lost. Go to the{' '}
      <PlaceLink page="overview">
        <u>overview</u>
      </PlaceLink>
      .
    </EmptyState>
  )
}
