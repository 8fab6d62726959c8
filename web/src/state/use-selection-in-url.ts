import { useEffect, useRef } from 'react'
import { useGo, usePlace } from './place'
import { NOTHING, readSelection, select, useSelection, writeSelection } from './selection'

const REST_MS = 250

/** The selection is that of the URL when the page opens, follows into the URL, and ends with the question it was made of. */
export function useSelectionInUrl(question: string): void {
  const go = useGo()
  const inUrl = usePlace((place) => place.sel)
  const rows = useSelection((state) => state.rows)
  const known = useRef<string | null>(null)
  useEffect(() => {
    if (known.current === question) return
    const isFirst = known.current === null
    known.current = question
    select(isFirst ? readSelection(inUrl) : NOTHING)
  }, [question, inUrl])
  useEffect(
    () => () => {
      known.current = null
      select(NOTHING)
    },
    [],
  )
  useEffect(() => {
    const text = writeSelection(rows)
    if (text === inUrl || known.current === null) return
    const timer = window.setTimeout(() => go({ sel: text }, { replace: true }), REST_MS)
    return () => window.clearTimeout(timer)
  }, [rows, inUrl, go])
}
