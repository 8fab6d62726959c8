/** Images, labels or predictions that answer a query. */
export function ExplorePage() {
  return <div />
}
