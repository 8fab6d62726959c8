/**
 * Pictures asked for with their rows: the browser fetches what the first tiles show while React still draws them.
 */

/** About what a screen of tiles shows. */
const FIRST = 24

interface Asked<Page> {
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Page>
}

/** The same question; once the answer is there, the pictures of its first rows are on their way too. */
export function withPictures<Row, Page extends { readonly items: readonly Row[] }, Query extends Asked<Page>>(
  query: Query,
  urlOf: (row: Row) => string | null,
): Query {
  return {
    ...query,
    queryFn: async (context: { readonly signal: AbortSignal }) => {
      const page = await query.queryFn(context)
      for (const row of page.items.slice(0, FIRST)) {
        const url = urlOf(row)
        if (url !== null) new Image().src = url
      }
      return page
    },
  }
}
