/** Moments as people speak of them. Input: ISO 8601 as the server writes it. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** "just now", "4 min ago", "3 h ago", then the date. */
export function ago(at: string, now: number = Date.now()): string {
  const passed = now - Date.parse(at)
  if (passed < MINUTE) return 'just now'
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`
  return `on ${dateOf(at, now)}`
}

/** The time of day in this person's zone: "14:05". */
export const clockTime = (at: string): string => clock.format(new Date(at))

/** "Today", "Yesterday", "22 Nov", or with the year where it is another one. */
export function dayName(at: string, now: number = Date.now()): string {
  const moment = new Date(at)
  if (moment.toDateString() === new Date(now).toDateString()) return 'Today'
  if (moment.toDateString() === new Date(now - DAY).toDateString()) return 'Yesterday'
  return dateOf(at, now)
}

/** "3 Nov 14:02", with the year where it is another one. */
export const momentOf = (at: string, now: number = Date.now()): string => `${dateOf(at, now)} ${clockTime(at)}`

function dateOf(at: string, now: number): string {
  const moment = new Date(at)
  return (moment.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(moment)
}
