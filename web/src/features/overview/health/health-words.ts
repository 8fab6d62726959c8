import type { Health, HealthCheck } from '@/api/field-types'
import { amount } from '@/lib/words'

export interface SortedOut {
  /** Bad and doubtful ones, in the order of the report: worst first. */
  readonly wrong: readonly HealthCheck[]
  readonly unknown: readonly HealthCheck[]
  readonly fine: readonly HealthCheck[]
}

export function sortOut({ checks }: Pick<Health, 'checks'>): SortedOut {
  const of = (...severities: readonly HealthCheck['severity'][]): HealthCheck[] => checks.filter(({ severity }) => severities.includes(severity))
  return { wrong: of('bad', 'doubtful'), unknown: of('unknown'), fine: of('fine') }
}

/** "Two checks found something, 8 are fine, 20 were not made." */
export function healthLine(health: Pick<Health, 'checks'>): string {
  const { wrong, unknown, fine } = sortOut(health)
  const parts = [
    wrong.length === 0 ? 'No check found anything' : `${amount(wrong.length, 'check')} found something${wrong.length > 1 ? ', worst first' : ''}`,
    ...(fine.length === 0 ? [] : [`${fine.length} ${fine.length === 1 ? 'is' : 'are'} fine`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} ${unknown.length === 1 ? 'was' : 'were'} not made`]),
  ]
  return `${parts.join(', ')}.`
}

/** Is it only for lack of a measurement that a check tells nothing? Then the server names the command that measures. */
export const isWaiting = ({ severity, how }: Pick<HealthCheck, 'severity' | 'how'>): boolean => severity === 'unknown' && how?.includes('metric run') === true

/** How Explore is opened on what a check lists; null where there is nothing to ask. */
export function doorOf({ query, level, sort }: Pick<HealthCheck, 'query' | 'level' | 'sort'>) {
  if (query === null || level === 'issue') return null
  return { q: query, level, sort: sort?.replace(/^-/, '') ?? null, desc: sort?.startsWith('-') === true }
}
