/**
 * Pictures asked for with their rows: the browser fetches what the first tiles show while React still draws them.
 */

/** About what a screen of tiles shows. */
const FIRST = 24

/** Those that are under way. A browser fetches few at a time, and what is asked for now should not wait for them. */
let ahead: HTMLImageElement[] = []

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
      leave()
      const page = await query.queryFn(context)
      for (const row of page.items.slice(0, FIRST)) {
        const url = urlOf(row)
        if (url !== null) fetchPicture(url)
      }
      return page
    },
  }
}

/** Pictures that a tile shows meanwhile still come: only nobody's are given up. */
function leave(): void {
  for (const image of ahead) if (!image.complete) image.src = ''
  ahead = []
}

function fetchPicture(url: string): void {
  const image = new Image()
  image.src = url
  ahead.push(image)
}
