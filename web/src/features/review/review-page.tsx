import type { ReactNode } from 'react'
import { importCommand, predictionsCommand } from '@/actions/commands'
import { NoData } from '@/actions/no-data'
import { isAboutText, OtherQuery } from '@/actions/refused'
import { ApiError, explain } from '@/api/transport/errors'
import { amount } from '@/lib/words'
import { type Current, useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState, ErrorState } from '@/ui/messages'
import { ReviewRoom } from './review-room'
import { useOpenReview, useQuestion, useWall, useWallRequest } from './use-review'
import { NOUNS } from './nouns'
import { WaitingWall } from './waiting-wall'

/** A wall of crops that people look through: marks, classes, and one press that applies them (H1 to H9, V3). */
export function ReviewPage() {
  const current = useCurrent()
  return current === null ? <NoData /> : <ReviewOf key={current.dataset.id} current={current} />
}

function ReviewOf({ current }: { readonly current: Current }) {
  const question = useQuestion(current.scope)
  const request = useWallRequest(question)
  const review = useOpenReview(question)
  const wall = useWall(request, { isOpen: review.data !== undefined })
  const noun = NOUNS[question.level]
  useHeadline(wall.data === undefined ? '' : amount(wall.data.ids.length, noun))
  const error = wall.error ?? review.error
  if (error !== null) return <Refused error={error} onRetry={() => void Promise.all([wall.refetch(), review.refetch()])} />
  if (wall.data === undefined || review.data === undefined) return <WaitingWall />
  if (wall.data.ids.length === 0) return <NothingListed query={question.query} noun={noun} current={current} />
  return <ReviewRoom key={review.data.id} current={current} question={question} review={review.data} whole={wall.data} request={request} isOld={wall.isPlaceholderData} />
}

/** What went wrong, and that what was said is safe. */
function Refused({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const go = useGo()
  const { message, hint } = explain(error)
  if (isAboutText(error)) return <ErrorState title={message} hint={hint} actions={<OtherQuery />} />
  const isAboutOrder = error instanceof ApiError && error.status < 500
  return (
    <ErrorState
      title={message}
      hint={`${hint} What you have marked is safe.`}
      actions={
        <>
          <Button onClick={onRetry}>Try again</Button>
          {isAboutOrder && <Button onClick={() => go({ order: null, arrange: null })}>Doubtful first</Button>}
        </>
      }
    />
  )
}

function NothingListed({ query, noun, current: { project, dataset } }: { readonly query: string; readonly noun: string; readonly current: Current }): ReactNode {
  const go = useGo()
  if (query !== '') {
    return (
      <EmptyState
        title={`No ${noun} answers this query`}
        actions={
          <>
            <Button variant="primary" onClick={() => go({ q: '' })}>
              Review all {noun}s
            </Button>
            <Button keys="/" onClick={() => document.getElementById('query')?.focus()}>
              Change the query
            </Button>
          </>
        }
      >
        What was reviewed of it may have been applied: then there is nothing left to look at here.
      </EmptyState>
    )
  }
  return (
    <EmptyState title={`There is no ${noun} here to look at`} actions={noun === 'image' ? undefined : <Button onClick={() => go({ of: 'image' })}>Review whole images</Button>}>
      <p>{noun === 'prediction' ? 'Import a model’s predictions from the shell:' : 'Import a folder or a label file from the shell:'}</p>
      <Command text={noun === 'prediction' ? predictionsCommand(project, dataset.name) : importCommand(project)} />
    </EmptyState>
  )
}
