/** Are the filters beside the grid shown? Remembered; on a narrow screen they are hidden until they are asked for. */
import { create } from 'zustand'
import { isBoolean, recall, remember } from '@/lib/remembered'

const KEY = 'facets-shown'
const narrow = window.matchMedia('(max-width: 900px)')
const atFirst = (): { readonly shown: boolean } => ({ shown: !narrow.matches && recall(KEY, true, isBoolean) })

export const useFacetsShown = create(atFirst)

// A window made narrow has them over the pictures, and over an open image.
narrow.addEventListener('change', () => useFacetsShown.setState(atFirst()))

/** Shows or hides the filters. */
export function showFacets(shown: boolean): void {
  useFacetsShown.setState({ shown })
  remember(KEY, shown)
}
