// Loaded into a hub's process before all else: throws what nobody catches, when it is asked to.
import { subscribe } from 'node:diagnostics_channel'
import { isMainThread } from 'node:worker_threads'

const bug = () => new Error('a bug of this test')

if (isMainThread) {
  process.on('SIGUSR2', () => {
    throw bug()
  })
} else {
  subscribe('http.server.request.start', ({ request }) => {
    if (request.url === '/thrown') {
      setImmediate(() => {
        throw bug()
      })
    }
    if (request.url === '/rejected') void Promise.reject(bug())
  })
}
