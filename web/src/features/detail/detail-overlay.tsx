/** Replaced by the builder of this feature. */
export function DetailOverlay({ image }: { readonly image: number }) {
  return <div data-image={image} />
}
