/** Pages and their addresses. Every page lives one level deep (see `lib/base-path`), and loads when it is turned to. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { type PlaceSearch, placeSearch } from '@/state/place'
import { Lost } from './lost'
import { PAGES } from './pages'
import { Shell } from './shell'

const root = createRootRoute({
  component: Shell,
  validateSearch: (raw: Record<string, unknown>): PlaceSearch => placeSearch(raw),
  notFoundComponent: Lost,
})

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/overview', search, replace: true })
  },
})

const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  component: lazyRouteComponent(PAGES.overview, 'OverviewPage'),
})

const explore = createRoute({
  getParentRoute: () => root,
  path: '/explore',
  component: lazyRouteComponent(PAGES.explore, 'ExplorePage'),
})

const issues = createRoute({
  getParentRoute: () => root,
  path: '/issues',
  component: lazyRouteComponent(PAGES.issues, 'IssuesPage'),
})

const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  component: lazyRouteComponent(PAGES.models, 'ModelsPage'),
})

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  component: lazyRouteComponent(PAGES.map, 'MapPage'),
})

const metrics = createRoute({
  getParentRoute: () => root,
  path: '/metrics',
  component: lazyRouteComponent(PAGES.metrics, 'MetricsPage'),
})

const autotags = createRoute({
  getParentRoute: () => root,
  path: '/autotags',
  component: lazyRouteComponent(PAGES.autotags, 'AutotagsPage'),
})

const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  component: lazyRouteComponent(PAGES.history, 'HistoryPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(PAGES.settings, 'SettingsPage'),
})

const routes = root.addChildren([start, overview, explore, issues, models, map, metrics, autotags, history, settings])

/** The router for an app that is mounted at this path. The place stands in the URL as plain text, readable and short. */
export function makeRouter(basepath: string) {
  return createRouter({
    routeTree: routes,
    basepath,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString()
      return text === '' ? '' : `?${text}`
    },
  })
}
