/** Replaced by the builder of this feature. */
export function OverviewPage() {
  return <div />
}
