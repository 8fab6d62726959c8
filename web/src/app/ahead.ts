import type { QueryClient } from '@tanstack/react-query'
import { classesQuery, issueSummaryQuery, metricsQuery, overviewQuery, projectQuery, searchQuery } from '@/api/queries'
import { wallQuery } from '@/api/review-queries'
import type { Transport } from '@/api/transport/transport'
import type { Scope } from '@/api/types'
import type { Wall } from '@/api/wall'
import { rowsQuery } from '@/features/explore/row-pictures'
import { specOf } from '@/features/explore/spec'
import { filterOf, issueRequest } from '@/features/issues/issue-query'
import { readMargin, readSide } from '@/features/review/crop-look'
import { askForSheets } from '@/features/review/wall/sheets-ahead'
import { questionOf, sheetLookOf, wallRequestOf } from '@/features/review/wall-request'
import { VERSION } from '@/lib/base-path'
import { chooseCurrent } from '@/state/choose-current'
import { comparedShape, isOfVersions, type Page, pageOf, type Place, placeSearch, readPlace } from '@/state/place-text'
import { PAGES } from './pages'

type Ask = (client: QueryClient, transport: Transport, scope: Scope, place: Place) => void

/** What a page asks for first. */
const FIRST: Readonly<Partial<Record<Page, Ask>>> = {
  overview: (client, transport, scope) => void client.prefetchQuery(overviewQuery(transport, scope)),
  explore: (client, transport, scope, place) => void client.prefetchQuery(rowsQuery(transport, specOf(scope, place), 0)),
  issues: (client, transport, scope, place) => {
    void client.prefetchQuery(searchQuery(transport, issueRequest(scope, filterOf(place), 0)))
    void client.prefetchQuery(issueSummaryQuery(transport, scope))
  },
  models: (client, transport, { run }, { iou, conf, shape, q }) => {
    if (run !== null) void client.prefetchQuery(metricsQuery(transport, run, { iou, confidence: conf, shape: comparedShape(shape), query: q }))
  },
  review: (client, transport, scope, place) => {
    const look = sheetLookOf(readSide(place.side), readMargin(place.margin))
    const ahead = (wall: Wall): void => askForSheets(transport, wall, place)
    void client.prefetchQuery(wallQuery(transport, wallRequestOf(questionOf(scope, place), place), ahead, look))
  },
}

/**
 * Asks for the code and the data of a page, one beside the other: of the first one while most of the app is still on
 * its way, of another one while the pointer is on the link to it.
 * What fails here is asked for again by the page, which then says why.
 */
export async function askAhead(client: QueryClient, transport: Transport, { pathname, search }: Pick<Location, 'pathname' | 'search'>): Promise<void> {
  const page = pageOf(pathname)
  if (VERSION !== null && !isOfVersions(page)) return
  PAGES[page]().catch(() => undefined)
  await client.prefetchQuery(projectQuery(transport))
  const project = client.getQueryData(projectQuery(transport).queryKey)
  const place = readPlace(placeSearch(Object.fromEntries(new URLSearchParams(search))))
  const current = project === undefined ? null : chooseCurrent(project, place.dataset, place.run)
  if (current === null) return
  FIRST[page]?.(client, transport, current.scope, place)
  void client.prefetchQuery(classesQuery(transport, current.scope))
}
