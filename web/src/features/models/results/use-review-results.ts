import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { MOST_REVIEWED_IDS, reviewOfIds, reviewOfPair } from '@/state/review-door'
import { hasSelection } from '@/state/selection'
import { toast } from '@/state/toasts'
import type { ResultList } from './result-list'
import { useTarget } from './use-target'

/** One cell of the matrix: a class, and the class it was taken for or `m`. */
const CELL = /^(\d+)\.(\d+|m)$/

/** Hangs the ticked results, or all of the lit cells, on the wall: their labels, and where they have none their predictions. */
export function useReviewResults(list: ResultList): () => void {
  const go = useGo()
  const transport = useTransport()
  const target = useTarget(list)
  const cell = usePlace(({ cells, q, within }) => (q === '' && within === '' ? CELL.exec(cells) : null)?.[0] ?? null)
  const byIds = async (): Promise<void> => {
    const { annotation, prediction } = hasSelection() ? await target() : await transport.resultIds(list.run, list.choice)
    const [level, ids] = annotation.length > 0 ? (['annotation', annotation] as const) : (['prediction', prediction] as const)
    const place = reviewOfIds(level, ids)
    if (place === null) toast({ tone: 'bad', text: `${number(ids.length)} results are too many for an address`, hint: `Light a single cell, tick at most ${number(MOST_REVIEWED_IDS)}, or add them to a segment and review that.` })
    else go({ ...place, group: 'pair', order: 'loss' }, { page: 'review' })
  }
  return () => {
    const [classId, predicted] = cell?.split('.') ?? []
    if (classId !== undefined && !hasSelection()) go(reviewOfPair(Number(classId), predicted === 'm' ? null : Number(predicted)), { page: 'review' })
    else byIds().catch((error: unknown) => toast({ tone: 'bad', text: explain(error).message, hint: explain(error).hint }))
  }
}
