import type { ImageDetail } from '@/api/types'
import { imageProblem } from '@/lib/image-problems'
import { EmptyState } from '@/ui/messages'

const WOULD_DO: Readonly<Record<string, string>> = {
  missing: 'Import again, and name the folder that holds the images with --images',
  forbidden: 'Import again, and name the folder that really holds the images with --images',
}

/** In place of an image that could not be read when it was imported. */
export function Unreadable({ detail }: { readonly detail: ImageDetail }) {
  return (
    <EmptyState icon="broken" title={`${detail.name} cannot be shown`}>
      <p>{detail.problem === null ? 'Its size is not known' : imageProblem(detail.problem)}.</p>
      <p>Its labels are safe. {WOULD_DO[detail.problem ?? ''] ?? 'Mend the file and import it again'}, or remove the image from the dataset.</p>
    </EmptyState>
  )
}
