// A folder with a `curl` and an `npx` of ours, for commands that are run as they are printed: not every machine has
// curl, and the hubs that are asked have ports of their own. HUBS says where the printed ones are.
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ENTREPOT = fileURLToPath(new URL('../../bin/entrepot.js', import.meta.url))

const CURL = `#!${process.execPath}
import { readFileSync } from 'node:fs'
const request = { headers: {} }
const form = new FormData()
let url = ''
const isText = (text) => !text.startsWith('@')
for (let args = process.argv.slice(2); args.length > 0; ) {
  const one = args.shift()
  if (one === '-s') continue
  if (one === '-X') request.method = args.shift()
  else if (one === '-H') {
    const [, name, value] = /^([^:]+): (.*)$/s.exec(args.shift())
    request.headers[name] = value
  } else if (one === '-F') {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(args.shift())
    form.append(name, value)
    request.body = form
  } else if (one === '--data-binary' || one === '-d') {
    const content = args.shift()
    request.body = isText(content) ? content : readFileSync(content.slice(1))
  } else url = one
}
if (request.body !== undefined) request.method ??= 'POST'
for (const [printed, real] of Object.entries(JSON.parse(process.env.HUBS))) url = url.replace(printed, real)
process.stdout.write(await (await fetch(url, request)).text())
`
const NPX = `#!/bin/sh
shift
exec "${process.execPath}" "${ENTREPOT}" "$@"
`

/** To stand first in PATH; whoever asks for it takes it away again. */
export async function makeCommands(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'entrepot-commands-'))
  for (const [name, script] of [
    ['curl', CURL],
    ['npx', NPX],
  ] as const) {
    await writeFile(join(folder, name), script)
    await chmod(join(folder, name), 0o755)
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  return folder
}
