import { NOW_PATH, VERSION } from '@/lib/base-path'
import { LinkButton } from '@/ui/button'
import { EmptyState } from '@/ui/messages'

/** In place of the question whether fixes helped, while one looks at a version: nothing is trained there. */
export function HelpsNow() {
  const ask = (
    <LinkButton variant="primary" href={`${NOW_PATH}history?tab=helped`}>
      Ask it of now
    </LinkButton>
  )
  return (
    <EmptyState icon="history" title="Nothing is trained in a version" actions={ask}>
      <p>The project as it is now can be asked of any two states of the labels, “{VERSION}” among them.</p>
    </EmptyState>
  )
}
