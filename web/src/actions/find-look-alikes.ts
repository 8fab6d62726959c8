/** Look-alikes: the grid, sorted by how alike its rows look to some items. From any page. */
import { useCallback } from 'react'
import { type AlikeLevel, showLikeness } from '@/lib/query-text/likeness'
import { useGo, usePage, usePlace } from '@/state/place'
import { NOTHING, select } from '@/state/selection'

export const ALIKE_KEYS = 'shift+l'

/** Items of a level by their ids, or pictures by their digests. */
export type FindLookAlikes = (level: AlikeLevel, items: readonly (number | string)[]) => void

/** Shows what looks like items, the most alike first. In the grid of that level its query goes on narrowing. */
export function useFindLookAlikes(): FindLookAlikes {
  const go = useGo()
  const page = usePage()
  const shown = usePlace((place) => place.level)
  return useCallback(
    (level, items) => {
      if (items.length === 0) return
      const sorted = { level, sort: showLikeness({ level, items, mean: false }), desc: true }
      select(NOTHING)
      if (page === 'explore' && shown === level) go({ ...sorted, view: null, image: null, object: null, cam: null, sel: '' })
      else go(sorted, { page: 'explore' })
    },
    [go, page, shown],
  )
}
