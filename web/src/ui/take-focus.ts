/**
 * For `ref`: takes the focus as it appears, so that the next key is its own (a focus trap takes it a moment later), and
 * leads back to where the focus was when it goes and takes the focus with it.
 */
export function takeFocus(element: HTMLElement | null): () => void {
  const before = document.activeElement
  element?.focus({ preventScroll: true })
  return () => {
    queueMicrotask(() => {
      if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    })
  }
}
