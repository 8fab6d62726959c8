import type { ImageDetail } from '@/api/types'
import { imageProblem } from '@/lib/image-problems'
import { bytes } from '@/lib/words'
import panel from './detail-panel.module.css'
import styles from './image-facts.module.css'

/** What is known about the file. */
export function ImageFacts({ detail }: { readonly detail: ImageDetail }) {
  return (
    <section aria-label="File">
      <h2 className={panel.heading}>File</h2>
      <dl className={styles.facts}>
        {factsOf(detail).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Only what is known: a missing value leaves no empty line. */
export function factsOf(detail: ImageDetail): readonly (readonly [string, string])[] {
  const facts: [string, string | null][] = [
    ['Size', detail.width === null || detail.height === null ? null : `${detail.width} × ${detail.height}`],
    ['Split', detail.split],
    ['Format', detail.format],
    ['File size', detail.file_size === null ? null : bytes(detail.file_size)],
    ['Path', detail.path === detail.name ? null : detail.path],
    // Most references are but the path again.
    ['Reference', detail.reference_id.endsWith(detail.path ?? detail.name) ? null : detail.reference_id],
    ['Problem', detail.problem === null ? null : imageProblem(detail.problem)],
    ...metadataOf(detail.metadata),
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '')
}

function metadataOf(metadata: ImageDetail['metadata']): [string, string][] {
  if (metadata === null || typeof metadata !== 'object' || Array.isArray(metadata)) return []
  return Object.entries(metadata).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
