/** Walls and reviews over HTTP: the wire's words and codes as the app's nouns. */
import type { components } from '@/api/generated/schema'
import type { LoadedMarks, ReviewChunk, ReviewTimes, SaidVerdicts, VerdictKind } from '@/api/review-types'
import { decodeWall } from '@/api/wall'
import { address, type HttpClient, optional, settle } from './http-asking'
import type { ReviewTransport } from './review-transport'

type Schemas = components['schemas']

/** The verdict of code n stands at n - 1. */
const VERDICTS: readonly VerdictKind[] = ['wrong', 'relabel', 'delete', 'accept']

export function httpReviews(client: HttpClient, base: string): ReviewTransport {
  const at = (review: number) => ({ params: { path: { review } } })
  const ofClass = (category: number) => ({ params: { path: { category } } })
  return {
    wall: (body, signal) => settle(client.POST('/api/wall', { body, parseAs: 'arrayBuffer', ...optional(signal) })).then((bytes) => decodeWall(bytes as unknown as ArrayBuffer)),
    sheetUrl: (ids, { level, side, context, v }) => address(base, 'media/sheets', { level, side, context, v, ids: ids.join(',') }),
    openReview: async (body, signal) => {
      const { id, level, query, author, at } = await settle(client.POST('/api/reviews', { body: { ...body, anew: false }, ...optional(signal) }))
      return { id, level: level as typeof body.level, query, author, at }
    },
    reviewVerdicts: (id, since) =>
      settle(client.GET('/api/reviews/{review}/verdicts', { params: { path: { review: id }, ...(since === undefined ? {} : { query: { since } }) } })).then((columns) => said(columns as Schemas['ReviewVerdicts'])),
    sendVerdicts: async (id, sitting, events) => {
      const body = { sitting, events: events as Schemas['EventsRequest']['events'] }
      const { conflicts, refused } = await settle(client.POST('/api/reviews/{review}/events', { ...at(id), body }))
      return {
        otherwise: conflicts.map(({ id, by, verdict, class_id }) => ({ id, by, verdict, classId: class_id })),
        refused: refused.map(({ why }) => why),
      }
    },
    claimChunk: (id, sitting, size) => settle(client.POST('/api/reviews/{review}/claim', { ...at(id), body: { sitting, size } })).then(chunk),
    releaseChunk: async (id, sitting) => {
      // Also a page that is being closed gives back what it holds.
      await settle(client.POST('/api/reviews/{review}/release', { ...at(id), body: { sitting }, keepalive: true }))
    },
    applyReview: async (id) => {
      const { change, done, skipped } = await settle(client.POST('/api/reviews/{review}/apply', { ...at(id), body: { reason: '' } }))
      return { change, done, skipped: skipped.map(({ why }) => why) }
    },
    reviewTimes: (id, signal) => settle(client.GET('/api/reviews/{review}/times', { ...at(id), ...optional(signal) })).then(times),
    marksUrl: (id) => address(base, `api/reviews/${id}/marks.json`, {}),
    loadMarks: (id, marks, force) => settle(client.POST('/api/reviews/{review}/marks', { ...at(id), body: { marks: marks as Schemas['MarksRequest']['marks'], force } })).then(loaded),
    classNote: (id, signal) => settle(client.GET('/api/classes/{category}/note', { ...ofClass(id), ...optional(signal) })),
    setClassNote: (id, { text, exemplars }) => settle(client.PUT('/api/classes/{category}/note', { ...ofClass(id), body: { text, exemplars: [...exemplars] } })),
  }
}

function said({ ids, verdicts, class_ids, seen, unseen, since, changes }: Schemas['ReviewVerdicts']): SaidVerdicts {
  const kinds = verdicts.map((code) => VERDICTS[code - 1] ?? null)
  return { ids, verdicts: kinds, classIds: class_ids.map((id) => (id < 0 ? null : id)), seen: fromRuns(seen), unseen: fromRuns(unseen), since, changes }
}

function* fromRuns(runs: readonly (readonly number[])[]): Iterable<number> {
  for (const [first = 0, last = -1] of runs) for (let id = first; id <= last; id += 1) yield id
}

function chunk({ number, of, ids }: Schemas['ReviewChunk']): ReviewChunk | null {
  return number === null ? null : { number, of, ids }
}

function times({ items, seconds, items_per_minute, by_author, by_class, agreement }: Schemas['ReviewTimes']): ReviewTimes {
  return {
    items,
    seconds,
    perMinute: items_per_minute,
    classes: by_class.map(({ class_id, ...rest }) => ({ classId: class_id, ...rest })),
    authors: by_author.map(({ author, items, seconds }) => ({ author, items, seconds })),
    agreements: agreement.map(({ first, second, items, kappa }) => ({ authors: [first, second], items, kappa })),
  }
}

function loaded({ added, same, conflicts, unknown }: Schemas['LoadedMarks']): LoadedMarks {
  return {
    loaded: added + same,
    conflicts: conflicts.map(({ id, by, verdict, class_id, file_verdict, file_class_id }) => ({ id, by, here: verdict, hereClass: class_id, file: file_verdict, fileClass: file_class_id })),
    problems: unknown.map(({ row, why }) => `Mark ${row}: ${why}`),
  }
}
