/** The composition root: the only place that knows which transport the app speaks. Small, so that the first questions are out early. */
import './app/styles'
import { httpTransport } from '@/api/transport/http'
import { BASE_PATH } from '@/lib/base-path'
import { askAhead } from './app/ahead'
import { makeClient } from './app/client'

const element = document.getElementById('root')
if (element === null) throw new Error('The page has no element with the id "root".')
const client = makeClient()
const transport = httpTransport(BASE_PATH)

// Starting the app holds the thread for a while. So the first questions go out before it, where the server answers soon.
const SOON_MS = 150
const soon = new Promise((resolve) => window.setTimeout(resolve, SOON_MS))
await Promise.race([askAhead(client, transport, window.location), soon])
const { mount } = await import('./app/mount')
mount(element, client, transport)
