/** Facts about the machine in front of the person. */

export const IS_MAC = /mac|iphone|ipad/i.test(navigator.userAgent)

/** Has the person asked for less motion? Read at the moment of use, since the wish can change. */
export function wantsLessMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}
