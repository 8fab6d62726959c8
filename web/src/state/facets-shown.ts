/** Are the filters beside the grid shown? Remembered; on a narrow screen they are hidden until they are asked for. */
import { create } from 'zustand'
import { isBoolean, recall, remember } from '@/lib/remembered'

const KEY = 'facets-shown'
const NARROW = '(max-width: 900px)'

export const useFacetsShown = create<{ readonly shown: boolean }>(() => ({
  shown: !window.matchMedia(NARROW).matches && recall(KEY, true, isBoolean),
}))

/** Shows or hides the filters. */
export function showFacets(shown: boolean): void {
  useFacetsShown.setState({ shown })
  remember(KEY, shown)
}
