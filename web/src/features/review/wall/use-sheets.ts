import { useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import { useStable } from '@/lib/use-stable'
import { SHEET, sheetsFor, storedSide } from '@/math/sheets'
import type { Spots, WallLayout } from '@/math/wall-layout'
import type { Shown } from '@/math/wall-shown'
import { type Side, SIDES, type WallData, type WallProps } from '../types'
import { SheetLoader } from './sheet-loader'

interface SheetOptions {
  readonly wall: WallData
  readonly shown: Shown
  readonly layout: WallLayout
  readonly sheetUrl: WallProps['sheetUrl']
}

/** The sheets of what is shown. Another order, filter, size or context has other sheets. */
export function useSheets({ wall, shown, layout, sheetUrl }: SheetOptions): { readonly sheets: SheetLoader; readonly stored: Side } {
  const stored = storedSide(SIDES, layout.side * (window.devicePixelRatio || 1))
  const sheets = useMemo(() => {
    const idsOf = (sheet: number): number[] => Array.from(shown.places.subarray(sheet * SHEET, (sheet + 1) * SHEET), (place) => wall.ids[place] ?? 0)
    return new SheetLoader((sheet) => sheetUrl(idsOf(sheet), stored))
  }, [wall, shown, sheetUrl, stored])
  useEffect(() => () => sheets.close(), [sheets])
  return { sheets, stored }
}

/** Tells once that the first crops in sight have their pictures, or that there are none to wait for. */
export function useHung(sheets: SheetLoader, { first, end }: Spots, onHung: () => void): void {
  const isHung = useSyncExternalStore(sheets.subscribe, () => end > first && sheets.isSettled(Math.floor(first / SHEET), Math.floor((end - 1) / SHEET)))
  const { tell } = useStable({ tell: onHung })
  useEffect(() => {
    if (isHung) tell()
  }, [isHung, tell])
}

/** Asks for what is in sight, and for what the scrolling goes to. */
export function useWantedSheets(sheets: SheetLoader, drawn: Spots & { readonly forward: boolean }, total: number): void {
  const { first, end, forward } = drawn
  useLayoutEffect(() => {
    if (end > first) sheets.want(sheetsFor({ first, end }, total, forward))
  }, [sheets, first, end, forward, total])
}
