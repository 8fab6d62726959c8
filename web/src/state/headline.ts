/** The live count at the top, written by the page that knows it. */
import { useEffect } from 'react'
import { create } from 'zustand'

export const useHeadlineText = create<{ readonly text: string }>(() => ({ text: '' }))

/** Says what is listed now ("210 of 425") for as long as the calling page is shown. */
export function useHeadline(text: string): void {
  useEffect(() => {
    useHeadlineText.setState({ text })
  }, [text])
  useEffect(() => () => useHeadlineText.setState({ text: '' }), [])
}
