import { Fragment } from 'react'
import styles from './quoted.module.css'

/** Text in which `words between backticks` are set as what a person would type. */
export function Quoted({ text }: { readonly text: string }) {
  const parts = text.split('`')
  // An odd one out is no quotation.
  if (parts.length % 2 === 0) return text
  return parts.map((part, index) => (index % 2 === 0 ? <Fragment key={index}>{part}</Fragment> : <code key={index} className={styles.code}>{part}</code>))
}
