import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Quoted } from './quoted'

test('sets what stands between backticks as code, and leaves an odd backtick alone', () => {
  const { container } = render(<Quoted text="Images have no field `brightnes`. Did you mean `brightness`?" />)
  expect(container.textContent).toBe('Images have no field brightnes. Did you mean brightness?')
  expect([...container.querySelectorAll('code')].map((code) => code.textContent)).toEqual(['brightnes', 'brightness'])
  expect(render(<Quoted text="a ` b" />).container.textContent).toBe('a ` b')
})
