/** For `ref`: takes the focus as it appears, so that the next key is its own; a focus trap takes it a moment later. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true })
}
