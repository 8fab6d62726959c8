/** Replaced by the builder of this feature. */
export function HistoryPage() {
  return <div />
}
