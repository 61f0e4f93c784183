import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'

export async function startGateway(hubUrl: string, apiKey: string) {
  const users: Record<string, string> = { admin: 'admin', reader: 'read-only' }
  const sessions = new Map<string, string>()
  const server = createServer((request, response) => {
    const url = request.url ?? '/'
    const id = /entrepot_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
    const username = sessions.get(id)
    const say = (status: number, body?: unknown, cookie?: string) => {
      response.writeHead(status, { 'content-type': 'application/json', ...(cookie && { 'set-cookie': cookie }) })
      response.end(body === undefined ? '' : JSON.stringify(body))
    }
    const session = (name: string) => ({ user: { username: name, role: users[name], tenant: 'demo' }, csrfToken: 'tok' })
    if (url === '/v1/session') {
      if (request.method === 'GET') return username ? say(200, session(username)) : say(401, { status: 401, code: 'not_authenticated', detail: 'no session' })
      if (request.method === 'DELETE') {
        sessions.delete(id)
        return say(204)
      }
      let text = ''
      request.on('data', (chunk) => (text += chunk))
      request.on('end', () => {
        const given = JSON.parse(text)
        if (!users[given.username] || given.password !== 'secret word') return say(401, { status: 401, code: 'not_authenticated', detail: 'wrong' })
        const fresh = Math.random().toString(16).slice(2)
        sessions.set(fresh, given.username)
        say(200, session(given.username), `entrepot_session=${fresh}; HttpOnly; Path=/; SameSite=Strict`)
      })
      return
    }
    const headers = { ...request.headers }
    if (username !== undefined && headers.authorization === undefined) headers.authorization = `Bearer ${apiKey}`
    if (url.startsWith('/v1') && username === undefined) return say(401, { status: 401, code: 'not_authenticated', detail: 'no session' })
    const up = ask(hubUrl + url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    request.pipe(up)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve) }) }
}
