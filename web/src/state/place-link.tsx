import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Page, type Place, type PlaceSearch, readPlace, stepTo, writePlace } from './place'

interface PlaceLinkProps {
  readonly page: Page
  readonly patch?: Partial<Place>
  readonly className?: string | undefined
  readonly title?: string
  readonly 'aria-label'?: string
  readonly children: ReactNode
}

/** A real link to another page, which keeps dataset, run and thresholds. Every number is a door. */
export function PlaceLink({ page, patch = {}, children, ...rest }: PlaceLinkProps) {
  return (
    <Link
      to={`/${page}` as string}
      search={((old: PlaceSearch) => writePlace(stepTo(readPlace(old), patch, true))) as never}
      activeOptions={{ includeSearch: false }}
      {...rest}
    >
      {children}
    </Link>
  )
}
