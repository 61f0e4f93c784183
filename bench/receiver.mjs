// An address that is told what happens: takes every message at once, and says at GET / how many different ones came.
// A process of its own, as receivers are.
import { createServer } from 'node:http'

/** @type {Set<string>} */
const ids = new Set()

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(String(ids.size))
    return
  }
  ids.add(String(request.headers['webhook-id']))
  request.resume().once('end', () => response.end())
})
server.listen(Number(process.env.PORT), process.env.HOST ?? '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  console.log(`listening on http://127.0.0.1:${port}`)
})
process.once('SIGTERM', () => process.exit(0))
