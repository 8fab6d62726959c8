import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '@/api/transport/errors'
import { classNames } from '@/lib/class-names'
import { useLate } from '@/lib/use-late'
import { Button } from './button'
import { ErrorState } from './messages'
import { Skeleton } from './skeleton'
import styles from './told.module.css'

interface ToldProps<T> {
  readonly asked: UseQueryResult<T>
  /** Of what is coming, in pixels. */
  readonly height: number
  readonly children: (answer: T) => ReactNode
}

/** The answer to a question, the old one while a newer is under way; a skeleton of its size before; else what went wrong. */
export function Told<T>({ asked: { data, error, isPlaceholderData, refetch }, height, children }: ToldProps<T>) {
  const late = useLate(data === undefined && error === null)
  const isOld = useLate(isPlaceholderData)
  if (data !== undefined) {
    return (
      <div className={classNames(isOld && styles.old)} aria-busy={isPlaceholderData}>
        {children(data)}
      </div>
    )
  }
  if (error !== null) {
    const { message, hint } = explain(error)
    return <ErrorState title={message} hint={hint} actions={<Button onClick={() => void refetch()}>Try again</Button>} />
  }
  return <div style={{ height }}>{late && <Skeleton height={height} />}</div>
}
