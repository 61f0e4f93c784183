// `npm run docs`: writes docs/roles.md, from the table that the server keeps to and from what each operation needs.
// With --check it writes nothing, and fails if the page is not what it would write. It reads the build.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { ALLOWED, MEANINGS } = await import(join(root, 'dist/http/roles.js'))
const { PERMISSIONS, ROLES } = await import(join(root, 'dist/order/people-calls.js'))
const { native } = await import(join(root, 'dist/http/native/index.js'))

const HEAD = `# Roles

Written by \`npm run docs\`. Whoever signs in has one role, which the server holds each call against; what it does not
allow is answered with 403 and the code \`not_allowed\`, naming the permission. A key of the native API may do what an
admin may, but has no session of its own. Each change is in the audit log (\`GET /v1/audit-log\`).
`

const mark = (role, permission) => (ALLOWED[role].includes(permission) ? '✓' : '')
const line = (cells) => `| ${cells.join(' | ')} |`
const rule = (cells) =>
  `|${cells.map((_cell, index) => (index < cells.length - ROLES.length ? '---' : ':-:')).join('|')}|`

const permissionHead = ['permission', 'what it is about', ...ROLES]
const operationHead = ['operation', 'call', 'permission', ...ROLES]
const operations = native.operations.map(({ name, method, paths: [path], permission }) => [
  name,
  `\`${method} ${path}\``,
  permission === undefined ? 'none: it is how one signs in' : `\`${permission}\``,
  ...ROLES.map((role) => (permission === undefined ? '✓' : mark(role, permission))),
])
const page = [
  HEAD,
  '## What each role may do',
  '',
  line(permissionHead),
  rule(permissionHead),
  ...PERMISSIONS.map((permission) =>
    line([`\`${permission}\``, MEANINGS[permission], ...ROLES.map((role) => mark(role, permission))]),
  ),
  '',
  '## Each operation',
  '',
  'Of many acts in one request (`actInBulk`), each is held against the permission of its own operation.',
  '',
  line(operationHead),
  rule(operationHead),
  ...operations.map(line),
  '',
].join('\n')

const path = 'docs/roles.md'
if (textOf(path) !== page) {
  if (process.argv.includes('--check')) {
    console.error(`${path} is not what the roles say: run "npm run docs"`)
    process.exit(1)
  }
  writeFileSync(join(root, path), page)
  console.log(`wrote ${path}`)
}

function textOf(file) {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
}
