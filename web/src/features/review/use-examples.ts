import { useMutation, useQueryClient } from '@tanstack/react-query'
import { tell } from '@/actions/jobs'
import { classNoteQuery } from '@/api/review-queries'
import type { ClassNote, ReviewLevel } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import type { WallData } from './types'

/** So many labels show what a class is. */
export const MOST_EXAMPLES = 3

/** Writes what a class is. */
export function useSaveNote(): (classId: number, note: ClassNote) => void {
  const transport = useTransport()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: ({ classId, note }: { readonly classId: number; readonly note: ClassNote }) => transport.setClassNote(classId, note),
    onMutate: ({ classId, note }) => client.setQueryData(classNoteQuery(transport, classId).queryKey, note),
    onSuccess: (note, { classId }) => client.setQueryData(classNoteQuery(transport, classId).queryKey, note),
    onError: (error, { classId }) => {
      void client.invalidateQueries({ queryKey: classNoteQuery(transport, classId).queryKey })
      tell(error)
    },
  })
  return (classId, note) => save.mutate({ classId, note })
}

/** Makes a label an example of the class it stands under; the oldest example gives way. */
export function useExamples(level: ReviewLevel, { groups, ids }: WallData): (id: number) => void {
  const transport = useTransport()
  const client = useQueryClient()
  const save = useSaveNote()
  return (id) => {
    const place = ids.indexOf(id)
    const classId = groups.find(({ first, count }) => place >= first && place < first + count)?.classId ?? null
    if (level !== 'annotation' || classId === null) return
    void client.fetchQuery(classNoteQuery(transport, classId)).then(({ text, exemplars }) => save(classId, { text, exemplars: [...exemplars.filter((other) => other !== id), id].slice(-MOST_EXAMPLES) }), tell)
  }
}
