import { VERSION } from '@/lib/base-path'
import { EmptyState } from '@/ui/messages'
import { LinkButton } from '@/ui/button'
import { useAddressOfNow } from './version-band'

/** In place of a page whose work no version has. */
export function OnlyNow() {
  const back = (
    <LinkButton variant="primary" href={useAddressOfNow()}>
      Back to now
    </LinkButton>
  )
  return (
    <EmptyState icon="history" title="This page is of the project as it is now" actions={back}>
      <p>Of the version “{VERSION}” there are Overview, Explore, Issues and Models: what the data was, and how good the model was on it.</p>
    </EmptyState>
  )
}
