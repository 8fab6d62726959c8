import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from '@/lib/class-names'
import styles from './button.module.css'
import { EDITS } from '@/lib/base-path'
import { Icon, type IconName } from './icon'
import { Kbd } from './kbd'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  /** `primary` is the one thing to do here; `quiet` has no frame until it is touched. */
  readonly variant?: 'default' | 'primary' | 'quiet' | 'danger'
  readonly size?: 'default' | 'small'
  readonly icon?: IconName
  /** The key that does the same, shown beside the words. */
  readonly keys?: string | undefined
  /** Pressed, where the button is a switch. */
  readonly pressed?: boolean
  /** It changes the data: while one looks at a version it is off, and says why. */
  readonly edits?: boolean
  readonly ref?: Ref<HTMLButtonElement>
  readonly children?: ReactNode
}

/** A button: a verb with what it acts on, and its key. */
export function Button({ variant = 'default', size = 'default', icon, keys, pressed, edits = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, styles[variant], size === 'small' && styles.small, pressed === true && styles.pressed, className)}
      aria-pressed={pressed}
      {...rest}
      {...(edits && EDITS)}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {keys !== undefined && <Kbd keys={keys} />}
    </button>
  )
}

interface LinkButtonProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly variant?: ButtonProps['variant']
  readonly size?: ButtonProps['size']
}

/** A link that looks like a button: it leads out of this page of the app. */
export function LinkButton({ variant = 'default', size = 'default', className, children, ...rest }: LinkButtonProps) {
  return (
    <a className={classNames(styles.button, styles[variant], size === 'small' && styles.small, className)} {...rest}>
      {children}
    </a>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly icon: IconName
  /** What it does; read by screen readers and shown as a tooltip. */
  readonly label: string
}

/** A button that is only an icon. */
export function IconButton({ label, icon, size, variant = 'quiet', className, keys, ...rest }: IconButtonProps) {
  return (
    <Button
      variant={variant}
      icon={icon}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      className={classNames(styles.icon, size === 'small' && styles.iconSmall, className)}
      {...rest}
    />
  )
}
