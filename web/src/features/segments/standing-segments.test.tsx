import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { EMPTY_DRAFT } from './segment-draft'
import { StandingSegments } from './standing-segments'

test('the field takes the focus as it appears, and not again at every drawing', () => {
  const drawn = () => (
    <>
      <button type="button">elsewhere</button>
      <StandingSegments draft={EMPTY_DRAFT} segments={[]} templates={[]} onChange={() => undefined} onPick={() => undefined} />
    </>
  )
  const { rerender } = render(drawn())
  expect(document.activeElement).toBe(screen.getByRole('combobox'))
  screen.getByRole('button').focus()
  rerender(drawn())
  expect(document.activeElement).toBe(screen.getByRole('button'))
})
