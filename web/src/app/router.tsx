/** Pages and their addresses. Every page lives one level deep (see `lib/base-path`), and loads when it is turned to. */
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Mishap } from '@/actions/mishap'
import { type PlaceSearch, placeSearch } from '@/state/place'
import { Lost } from './lost'
import { PAGES } from './pages'
import { Shell } from './shell'

/** Asks for what the page at an address shows first. */
type AskAhead = (address: { readonly pathname: string; readonly search: string }) => void

interface RouterContext {
  readonly askAhead: AskAhead
}

interface Turn {
  readonly preload: boolean
  readonly location: { readonly pathname: string; readonly searchStr: string }
  readonly context: RouterContext
}

/** The pointer is on a link: what is behind it is asked for before the press. */
const intend = ({ preload, location, context }: Turn): void => {
  if (preload) context.askAhead({ pathname: location.pathname, search: location.searchStr })
}

const root = createRootRouteWithContext<RouterContext>()({
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
  loader: intend,
})

const explore = createRoute({
  getParentRoute: () => root,
  path: '/explore',
  component: lazyRouteComponent(PAGES.explore, 'ExplorePage'),
  loader: intend,
})

const issues = createRoute({
  getParentRoute: () => root,
  path: '/issues',
  component: lazyRouteComponent(PAGES.issues, 'IssuesPage'),
  loader: intend,
})

const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  component: lazyRouteComponent(PAGES.models, 'ModelsPage'),
  loader: intend,
})

const map = createRoute({
  getParentRoute: () => root,
  path: '/map',
  component: lazyRouteComponent(PAGES.map, 'MapPage'),
  loader: intend,
})

const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  component: lazyRouteComponent(PAGES.review, 'ReviewPage'),
  loader: intend,
})

const segments = createRoute({
  getParentRoute: () => root,
  path: '/segments',
  component: lazyRouteComponent(PAGES.segments, 'SegmentsPage'),
  loader: intend,
})

const metrics = createRoute({
  getParentRoute: () => root,
  path: '/metrics',
  component: lazyRouteComponent(PAGES.metrics, 'MetricsPage'),
  loader: intend,
})

const autotags = createRoute({
  getParentRoute: () => root,
  path: '/autotags',
  component: lazyRouteComponent(PAGES.autotags, 'AutotagsPage'),
  loader: intend,
})

const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  component: lazyRouteComponent(PAGES.history, 'HistoryPage'),
  loader: intend,
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(PAGES.settings, 'SettingsPage'),
  loader: intend,
})

const routes = root.addChildren([start, overview, explore, issues, models, map, review, segments, metrics, autotags, history, settings])

/** The router for an app that is mounted at this path. The place stands in the URL as plain text, readable and short. */
export function makeRouter(basepath: string, askAhead: AskAhead) {
  return createRouter({
    routeTree: routes,
    basepath,
    context: { askAhead },
    defaultErrorComponent: Mishap,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString()
      return text === '' ? '' : `?${text}`
    },
  })
}
