import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { ClassPicker, findClasses } from './class-picker'

const classes = ['Gloves', 'Hard hat', 'Mask', 'Gas mask'].map((name, id) => ({
  id,
  name,
  colour: '#fff',
  mark: 'X',
  labels: 0,
}))

function show() {
  const onPick = vi.fn()
  const onClose = vi.fn()
  render(
    <MantineProvider>
      <ClassPicker title="Which class?" classes={classes} likely={1} onPick={onPick} onClose={onClose} />
    </MantineProvider>,
  )
  return { onPick, onClose, input: screen.getByRole('combobox') }
}

describe('class picker', () => {
  it('takes a class by its number', async () => {
    const { onPick, input } = show()
    await userEvent.type(input, '3')
    expect(onPick).toHaveBeenCalledExactlyOnceWith(2)
  })

  it('takes the likely class on Enter, and what was typed once something was', async () => {
    const { onPick, input } = show()
    await userEvent.type(input, '{Enter}')
    expect(onPick).toHaveBeenLastCalledWith(1)
    await userEvent.type(input, 'glo{Enter}')
    expect(onPick).toHaveBeenLastCalledWith(0)
  })

  it('moves by arrows, round the ends', async () => {
    const { onPick, input } = show()
    await userEvent.type(input, '{ArrowUp}{ArrowUp}{Enter}')
    expect(onPick).toHaveBeenLastCalledWith(3)
  })

  it('says when no class is called that', async () => {
    const { onPick, input } = show()
    await userEvent.type(input, 'zebra{Enter}')
    expect(onPick).not.toHaveBeenCalled()
    expect(screen.getByText('No class is called that.')).toBeTruthy()
  })

  it('lists names that begin with the text first', () => {
    expect(findClasses(classes, 'mask').map(({ name }) => name)).toEqual(['Mask', 'Gas mask'])
  })
})
