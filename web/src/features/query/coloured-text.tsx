import { useMemo } from 'react'
import { classNames } from '@/lib/class-names'
import { type Checked, colourPieces, splitAt } from '@/lib/query-text/colour'
import styles from './coloured-text.module.css'

interface ColouredTextProps {
  readonly text: string
  readonly checked: Checked | null
  /** The range that is wrong. */
  readonly wrong: readonly [number, number] | null
}

/** A query text in the colours of its parts. */
export function ColouredText({ text, checked, wrong }: ColouredTextProps) {
  const pieces = useMemo(() => splitAt(colourPieces(text, checked), wrong?.[0] ?? -1, wrong?.[1] ?? -1), [text, checked, wrong])
  return (
    <>
      {pieces.map((piece) => (
        <span key={piece.start} className={classNames(styles[piece.kind], piece.wrong && styles.wrong)}>
          {piece.text}
        </span>
      ))}
    </>
  )
}
