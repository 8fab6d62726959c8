/** Mantine's theme: sizes and behaviour only; every colour comes from `tokens.css`. */
import { createTheme, Menu, Modal, Popover, Tooltip } from '@mantine/core'
import { wantsLessMotion } from '@/lib/platform'

const duration = wantsLessMotion() ? 0 : 130

export const theme = createTheme({
  fontFamily: 'var(--font)',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The page itself never scrolls, so there is no scroll to lock (and no style element to inject).
    Modal: Modal.extend({ defaultProps: { lockScroll: false, transitionProps: { duration, transition: 'fade' }, centered: false } }),
    Menu: Menu.extend({ defaultProps: { transitionProps: { duration }, shadow: 'md', offset: 4 } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration }, shadow: 'md', offset: 4 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, transitionProps: { duration: 0 }, withArrow: false } }),
  },
})
