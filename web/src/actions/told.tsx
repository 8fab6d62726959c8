import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { classNames } from '@/lib/class-names'
import { useLate } from '@/lib/use-late'
import { Skeleton } from '@/ui/skeleton'
import { Refused } from './refused'
import styles from './told.module.css'

interface ToldProps<T> {
  readonly asked: UseQueryResult<T>
  /** Of what is coming, in pixels. */
  readonly height: number
  /** What helps where the server refused. */
  readonly wayOut?: ReactNode
  readonly children: (answer: T) => ReactNode
}

/** The answer to a question, the old one while a newer is under way; a skeleton of its size before; else what went wrong. */
export function Told<T>({ asked: { data, error, isPlaceholderData, refetch }, height, wayOut, children }: ToldProps<T>) {
  const late = useLate(data === undefined && error === null)
  const isOld = useLate(isPlaceholderData)
  if (data !== undefined) {
    return (
      <div className={classNames(isOld && styles.old)} aria-busy={isPlaceholderData}>
        {children(data)}
      </div>
    )
  }
  if (error !== null) return <Refused error={error} onRetry={() => void refetch()} wayOut={wayOut} />
  return <div style={{ height }}>{late && <Skeleton height={height} />}</div>
}
