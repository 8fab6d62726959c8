import { VERSION } from '@/lib/base-path'
import { EmptyState } from '@/ui/messages'
import { LinkButton } from '@/ui/button'
import { useAddressOfNow } from './version-band'

/** In place of the walls of reviews, which no version keeps. */
export function OnlyNow() {
  const back = (
    <LinkButton variant="primary" href={useAddressOfNow()}>
      Review as it is now
    </LinkButton>
  )
  return (
    <EmptyState icon="history" title="No version keeps reviews" actions={back}>
      <p>Reviews go on while the project changes. What was applied of them until “{VERSION}” was kept stands in its History.</p>
    </EmptyState>
  )
}
