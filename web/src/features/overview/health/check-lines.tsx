import type { HealthCheck } from '@/api/field-types'
import styles from './health-section.module.css'

interface CheckLinesProps {
  readonly title: string
  readonly checks: readonly HealthCheck[]
  readonly tone: 'unknown' | 'fine'
}

/** Checks that need no card: folded away, each with its rule or with what to do. */
export function CheckLines({ title, checks, tone }: CheckLinesProps) {
  if (checks.length === 0) return null
  return (
    <details className={styles.lines}>
      <summary>{title}</summary>
      <dl>
        {checks.map((check) => (
          <div key={check.slug} data-tone={tone}>
            <dt>{check.title}</dt>
            <dd>
              {check.rule} {tone === 'unknown' && check.how}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
