/**
 * A story: what happens to an order from its placing to its end, told by the requests that were sent and by what was
 * answered. It is a test and a page: docs/scenarios/<name>.md has to say what happens, to the digit.
 * RECORD=1 npx vitest run test/scenarios writes the pages anew.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { TestHub } from '../support/hub.js'
import { shownAs } from './shown.js'

/** Sends a request with all that its API asks for besides: credentials, signatures. Those are not told. */
export type Send = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly text: string }>

// biome-ignore lint/suspicious/noExplicitAny: a story looks into answers of many shapes.
export type Json = any

export interface Asking {
  /** The HTTP status that has to be answered; any 2xx if not given. */
  readonly status?: number
  /** Where in the answer what is told begins: `data.list[0]`. */
  readonly at?: string
  /** What is told of it: `data.list[].{id,status,orderItems[].refundStatus}`; all of it if not given. */
  readonly show?: string
  /** The same of the request's body. */
  readonly showBody?: string
  /** Asked for the test alone. */
  readonly silent?: boolean
}

/** One of those who ask: through a dialect, or as the person at the native API. */
export interface Speaker {
  get(path: string, asking?: Asking): Promise<Json>
  post(path: string, body?: unknown, asking?: Asking): Promise<Json>
}

export interface Story {
  /** `name` is printed before each exchange. */
  speaker(name: string, send: Send): Speaker
  /** What happens next; the test's own clock is told with it. */
  chapter(title: string, sentence?: string): void
  /** From here on, this value is told as `‹name›`: ids differ from run to run. */
  call(value: string | number, name: string): void
  /** Moves the hub's clock on, and waits until all that is then due is done. */
  pass(milliseconds: number): Promise<void>
  /** Compares with the page, or writes it. */
  finish(): Promise<void>
}

export interface StoryTold {
  /** Of its page: docs/scenarios/<name>.md. */
  readonly name: string
  readonly title: string
  /** What it is about, and who takes part. */
  readonly opening: string
  /** Members whose value differs from run to run, wherever they are: told as `…`. */
  readonly varying?: readonly string[]
}

export function tellStory(hub: TestHub, { name, title, opening, varying = [] }: StoryTold): Story {
  const told: string[] = []
  const names = new Map<string, string>()
  let chapters = 0

  const stable = (text: string): string =>
    [...names].reduce((sum, [value, called]) => sum.replace(wholeWord(value), `‹${called}›`), text)
  const block = (text: string, { at, show }: Pick<Asking, 'at' | 'show'> = {}) => {
    told.push('```json', shownAs(text, { at, show, varying }), '```', '')
  }

  const ask = async (
    speaker: string,
    send: Send,
    method: string,
    path: string,
    body: unknown,
    how: Asking,
  ) => {
    const { status, text } = await send(method, path, body)
    const wanted = how.status ?? (status < 300 ? status : 200)
    expect(status, `${method} ${path} → ${text.slice(0, 500)}`).toBe(wanted)
    if (how.silent !== true) {
      const answered = how.at === undefined ? `${status}` : `${status}, \`${how.at}\``
      const asked = `**${speaker}**: \`${method} ${path}\``
      if (body === undefined) told.push(`${asked} → ${answered}:`, '')
      else {
        told.push(asked, '')
        block(JSON.stringify(body), how.showBody === undefined ? {} : { show: how.showBody })
        told.push(`→ ${answered}:`, '')
      }
      block(text, how)
    }
    return JSON.parse(text)
  }

  return {
    speaker: (speaker, send) => ({
      get: (path, how = {}) => ask(speaker, send, 'GET', path, undefined, how),
      post: (path, body, how = {}) => ask(speaker, send, 'POST', path, body, how),
    }),
    chapter: (heading, sentence) => {
      chapters += 1
      const time = new Date(hub.now()).toISOString().replace(/\.\d+Z$/, 'Z')
      told.push(
        `## ${chapters}. ${heading}`,
        '',
        `It is ${time}.${sentence === undefined ? '' : ` ${sentence}`}`,
        '',
      )
    },
    call: (value, called) => {
      names.set(String(value), called)
    },
    pass: async (milliseconds) => {
      hub.advance(milliseconds)
      await hub.settle()
    },
    finish: async () => {
      const page = [
        `# ${title}`,
        '',
        opening,
        '',
        `This page is written by a test, [${name}.test.ts](../../test/scenarios/${name}.test.ts), that runs it over HTTP on a`,
        'clock of its own. Answers are shortened to what the chapter is about; ids are told as `‹what they are›`.',
        '',
        stable(told.join('\n')).trimEnd(),
        '',
      ].join('\n')
      const path = fileURLToPath(new URL(`../../docs/scenarios/${name}.md`, import.meta.url))
      if (process.env.RECORD === '1') {
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, page)
        return
      }
      expect(page, `docs/scenarios/${name}.md: RECORD=1 writes it anew`).toBe(await readFile(path, 'utf8'))
    },
  }
}

/** Not as a part of a longer number or word. */
function wholeWord(value: string): RegExp {
  return new RegExp(`(?<![\\w-])${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`, 'g')
}
