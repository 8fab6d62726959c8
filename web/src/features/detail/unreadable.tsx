import type { ImageDetail } from '@/api/types'
import { EmptyState } from '@/ui/messages'

/** In place of an image that could not be read when it was imported. */
export function Unreadable({ detail }: { readonly detail: ImageDetail }) {
  return (
    <EmptyState icon="broken" title={`${detail.name} cannot be shown`}>
      <p>{detail.problem ?? 'Its size is not known.'}</p>
      <p>Its labels are safe. Mend the file and import the folder again, or remove the image from the dataset.</p>
    </EmptyState>
  )
}
