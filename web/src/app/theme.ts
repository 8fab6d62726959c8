/** Mantine's theme: sizes and behaviour only; every colour comes from `tokens.css`. */
import { createTheme } from '@mantine/core'
import { wantsLessMotion } from '@/lib/platform'

const duration = wantsLessMotion() ? 0 : 130

export const theme = createTheme({
  fontFamily: 'var(--font)',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name, not by `Modal.extend`: what is only in dialogs stays out of the first load.
  components: {
    // The page itself never scrolls, so there is no scroll to lock (and no style element to inject).
    Modal: { defaultProps: { lockScroll: false, transitionProps: { duration, transition: 'fade' } } },
    Menu: { defaultProps: { transitionProps: { duration }, shadow: 'md', offset: 4 } },
    Popover: { defaultProps: { transitionProps: { duration }, shadow: 'md', offset: 4 } },
  },
})
