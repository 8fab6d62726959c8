/** Where the person is: everything that makes a screen, kept in the URL. Copy it, send it, get the same screen. */
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type Page, pageOf, type Place, type PlaceSearch, readPlace, stepTo, writePlace } from './place-text'

export * from './place-text'

/** One aspect of the place; the component redraws only when that aspect changes. */
export function usePlace<T>(select: (place: Place) => T): T {
  return useSearch({ strict: false, select: (search: PlaceSearch) => select(readPlace(search)), structuralSharing: false })
}

/** The page that is shown. */
export function usePage(): Page {
  return useLocation({ select: ({ pathname }) => pageOf(pathname) })
}

export interface StepOptions {
  /** Turn to this page; without it the page stays. */
  readonly page?: Page
  /** Do not leave an entry in the browser's history: for slider drags and the like. */
  readonly replace?: boolean
}

export type Go = (patch: Partial<Place>, options?: StepOptions) => void

/** Moves to another place. */
export function useGo(): Go {
  const navigate = useNavigate()
  return useCallback(
    (patch, { page, replace = false } = {}) => {
      void navigate({
        to: page === undefined ? '.' : `/${page}`,
        search: (old: PlaceSearch) => writePlace(stepTo(readPlace(old), patch, page !== undefined)),
        replace,
      } as Parameters<typeof navigate>[0])
    },
    [navigate],
  )
}
