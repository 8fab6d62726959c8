import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from '@/lib/class-names'
import styles from './button.module.css'
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
  readonly ref?: Ref<HTMLButtonElement>
  readonly children?: ReactNode
}

/** A button: a verb with what it acts on, and its key. */
export function Button({ variant = 'default', size = 'default', icon, keys, pressed, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, styles[variant], size === 'small' && styles.small, pressed === true && styles.pressed, className)}
      aria-pressed={pressed}
      {...rest}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {keys !== undefined && <Kbd keys={keys} />}
    </button>
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
