/** Replaced by the builder of this feature. */
export function IssuesPage() {
  return <div />
}
