// What the hub names to a browser beside the page itself: all that the page needs, and nothing else.
import { expect, test } from 'vitest'
import { FRAMED_PAGES } from '../../src/http/console-pages.js'
import { journeys } from './journey.js'
import { settled, startStage } from './stage.js'

const stage = journeys(() => startStage(0))
const { visit } = stage.in('en', 'admin')

const NAMED = /<link rel="(preload|modulepreload)"[^>]* href="([^"]+)"/g
/** What the page itself asks for, whether it has come already or not. */
const RECORD = `window.asked = []
  const send = window.fetch
  window.fetch = (path, ...rest) => {
    window.asked.push(path)
    return send(path, ...rest)
  }`

test.each([...FRAMED_PAGES.filter(({ reads }) => reads !== undefined).map(({ path }) => path), 'stock', ''])(
  'of /console/%s, all that is named is needed, and asked for once',
  async (path) => {
    const page = await visit('no/such/page')
    await settled(page)
    // News would have it read again.
    await page.route('**/v1/stream**', () => {})
    await page.addInitScript(RECORD)
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url().slice(stage.url.length)))
    const answer = await page.goto(`${stage.url}/console/${path}`)
    const named = [...((await answer?.text()) ?? '').matchAll(NAMED)]
    await settled(page)
    const asked = await page.evaluate<string[]>('window.asked')
    expect(named.length).toBeGreaterThan(10)
    for (const [, kind, href = ''] of named) {
      expect(sent.filter((one) => one === href)).toEqual([href])
      if (kind === 'preload') expect(asked).toContain(href)
    }
  },
)
