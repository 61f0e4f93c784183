/** `entrepot sign`: a request signed as a dialect's clients sign it, as a curl line. */
import { readFile } from 'node:fs/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { readConfig } from '../config.js'
import { curlLine, signCall } from '../wire/signing.js'
import { CREDENTIAL_KINDS, kindOf } from './credential-kinds.js'
import { demoPath } from './demo.js'

interface SignOptions {
  readonly body?: string
  readonly data?: string
  readonly credential?: Readonly<Record<string, string>>
  readonly token?: string
  readonly base: string
  readonly json?: true
}

export function signCommand(): Command {
  return new Command('sign')
    .description('Sign a request as a client would, and print it as a curl line.')
    .argument('<dialect>', `which API it is for: ${[...CREDENTIAL_KINDS.keys()].join(', ')}`)
    .argument('<method>', 'GET or POST')
    .argument('<path>', 'the path, with its query if it has one')
    .option('--body <file>', 'what is sent, byte for byte')
    .addOption(new Option('--data <text>', 'the same, as text').conflicts('body'))
    .option('--credential <json>', "the credential, as it was shown (default: the demo's)", readCredential)
    .option('--token <token>', 'the access token, where the API hands one out')
    .option('--base <url>', 'where the hub is', 'http://127.0.0.1:8080')
    .option('--json', 'print headers and query as JSON instead')
    .addHelpText(
      'after',
      `
The signature holds for some minutes: sign again rather than keep it.

Examples:
  entrepot sign native GET /v1/orders
  entrepot sign native POST /v1/orders --body order.json`,
    )
    .action(sign)
}

async function sign(dialect: string, method: string, path: string, options: SignOptions): Promise<void> {
  const { auth, family } = kindOf(dialect)
  const credential = options.credential ?? (await demoCredential(family))
  const body = options.body === undefined ? (options.data ?? '') : await readFile(options.body, 'utf8')
  const url = new URL(path, options.base)
  const held = { ...credential, ...(options.token === undefined ? {} : { accessToken: options.token }) }
  if (options.json) {
    const query = Object.fromEntries(url.searchParams)
    console.log(JSON.stringify(auth.sign(held, { query, body }, Date.now())))
    return
  }
  const content = options.body === undefined ? options.data : `@${options.body}`
  console.log(curlLine(method, signCall(auth, held, { url, body }, Date.now()), content))
}

async function demoCredential(family: string): Promise<Readonly<Record<string, string>>> {
  const path = demoPath(readConfig())
  const text = await readFile(path, 'utf8').catch(() => null)
  const credential = text === null ? undefined : JSON.parse(text)[family]
  if (credential === undefined) {
    throw new Error(`There is no credential of ${family} in ${path}: give one with --credential`)
  }
  return credential
}

function readCredential(text: string): Readonly<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
    }
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('It must be the JSON object that "entrepot key create --json" prints.')
}
