/** What every crop on the wall is drawn with. It changes with the question, never with a mark. */
import { createContext, useContext } from 'react'
import type { WallLayout } from '@/math/wall-layout'
import type { Shown } from '@/math/wall-shown'
import type { ClassBook } from '@/state/class-book'
import type { Side, WallData, WallProps } from '../types'
import type { SheetLoader } from './sheet-loader'
import type { VerdictView } from './verdict-view'

export interface Scene {
  readonly wall: WallData
  readonly shown: Shown
  readonly layout: WallLayout
  readonly classes: ClassBook
  readonly view: VerdictView
  readonly sheets: SheetLoader
  /** Side of a square in its sheet, in pixels. */
  readonly stored: Side
  readonly sheetUrl: WallProps['sheetUrl']
}

export const SceneContext = createContext<Scene | null>(null)

export function useScene(): Scene {
  const scene = useContext(SceneContext)
  if (scene === null) throw new Error('A crop is drawn on a wall.')
  return scene
}

/** The item at a spot. */
export function itemAt({ wall, shown }: Pick<Scene, 'wall' | 'shown'>, spot: number): { readonly place: number; readonly id: number } {
  const place = shown.places[spot] ?? 0
  return { place, id: wall.ids[place] ?? 0 }
}
