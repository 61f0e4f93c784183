// One HTTP/1.1 keep-alive connection on a bare socket, with at most one request in flight. An HTTP client
// library would cost more CPU per request than the server under test.
import net from 'node:net'

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} body as latin1, so one character is one byte
 */

/**
 * @typedef {object} Connection
 * @property {number} index its place among the run's connections
 * @property {number} sent how many orders it has sent
 * @property {number} sequence of the order in flight, -1 if there is none
 * @property {number} startedAt the moment its latency counts from, in ms
 * @property {(request: string) => void} send
 * @property {() => void} close
 */

/** All connections read into this one buffer: whatever arrives is copied out before the next read begins. */
const readBuffer = Buffer.allocUnsafe(64 * 1024)

/**
 * @param {object} options
 * @param {string} options.host
 * @param {number} options.port
 * @param {number} options.index
 * @param {(connection: Connection) => void} options.onReady
 * @param {(connection: Connection, answer: Answer) => void} options.onAnswer
 * @param {(connection: Connection, reason: string) => void} options.onLost called once; not after close()
 * @returns {Connection}
 */
export function openConnection({ host, port, index, onReady, onAnswer, onLost }) {
  let received = ''
  let gone = false

  const socket = net.connect({
    host,
    port,
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback: (length) => {
        const chunk = readBuffer.toString('latin1', 0, length)
        const text = received === '' ? chunk : received + chunk
        const answer = readAnswer(text)
        if (answer === undefined) {
          received = text
        } else if (answer.status === 0 || connection.sequence < 0) {
          lose(answer.status === 0 ? answer.body : 'bytes that nobody asked for')
        } else {
          received = ''
          onAnswer(connection, answer)
        }
        return true
      },
    },
  })

  /** @type {Connection} */
  const connection = {
    index,
    sent: 0,
    sequence: -1,
    startedAt: 0,
    send: (request) => void socket.write(request, 'latin1'),
    close: () => {
      gone = true
      socket.destroy()
    },
  }

  const lose = (/** @type {string} */ reason) => {
    if (gone) return
    connection.close()
    onLost(connection, reason)
  }

  socket.once('connect', () => onReady(connection))
  socket.once('error', (error) => lose(error.message))
  socket.once('end', () => lose('connection closed by the server'))
  socket.once('close', () => lose('connection closed'))
  return connection
}

/**
 * Reads one whole answer. Undefined means that more bytes are needed; status 0 means that it can't be read,
 * with the reason as body.
 * @param {string} text
 * @returns {Answer | undefined}
 */
function readAnswer(text) {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const length = contentLength(text, headEnd)
  if (length < 0 || !text.startsWith('HTTP/1.1 ')) return unreadable(text)
  const bodyStart = headEnd + 4
  const end = bodyStart + length
  if (text.length < end) return undefined
  if (text.length > end) return unreadable(text)
  return { status: Number(text.slice(9, 12)), body: text.slice(bodyStart) }
}

/** @param {string} text @returns {Answer} */
const unreadable = (text) => ({ status: 0, body: `unreadable answer: ${text.slice(0, 300)}` })

/** @param {string} text @param {number} headEnd */
function contentLength(text, headEnd) {
  // Servers write the name in one of these two ways; the general search is slower and hardly ever needed.
  let at = text.indexOf('\r\ncontent-length: ')
  if (at < 0) at = text.indexOf('\r\nContent-Length: ')
  if (at < 0) at = text.slice(0, headEnd).toLowerCase().indexOf('\r\ncontent-length: ')
  if (at < 0 || at > headEnd) return -1
  const length = Number.parseInt(text.slice(at + 18, at + 26), 10)
  return Number.isNaN(length) ? -1 : length
}
