// Who PostgreSQL runs as, and how a program of it is started. PostgreSQL refuses to run as root, so under root it
// gets another account, and where that account can't reach the files (a clone below /root), the capability to.

import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Binaries } from './binaries.js'
import { type Launch, run } from './run.js'

export interface Account {
  /** The user PostgreSQL's files must belong to; undefined when that is whoever runs the hub. */
  readonly owner: User | undefined
  /** What to spawn so that the program runs as this account, and gets the signal when this process dies. */
  launch(program: string, programArguments: readonly string[], deathSignal: 'INT' | 'KILL'): Launch
}

interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** The account to use, tried out on the programs and on the directories that PostgreSQL must enter. */
export async function prepareAccount(
  binaries: Binaries,
  dataDir: string,
  socketDirectory: string,
): Promise<Account> {
  const hasSetpriv = (await run({ file: 'setpriv', arguments: ['--pdeathsig', 'KILL', 'true'] })).code === 0
  if (process.getuid?.() !== 0) return plainAccount(undefined, hasSetpriv)

  const user = await findUser()
  const candidates = [plainAccount(user, hasSetpriv)]
  if (hasSetpriv) candidates.push(...CAPABILITY_FLAGS.map((flags) => capableAccount(user, flags)))
  const directories = [dataDir, dirname(socketDirectory)]
  const obstacles: string[] = []
  for (const account of candidates) {
    const obstacle = await findObstacle(account, binaries, directories)
    if (obstacle === undefined) return account
    obstacles.push(obstacle)
  }
  const closed = await findClosedDirectory([dirname(binaries.postgres), ...directories])
  throw closed === undefined ? cannotBecome(user, obstacles) : cannotEnter(user, closed, hasSetpriv)
}

/**
 * From the least power to the most; containers often lack the first. PostgreSQL looks for its own programs with
 * access(2), which leaves capabilities aside unless the `no_setuid_fixup` bit is set. Setting the bit needs
 * CAP_SETPCAP; without that the last two still help when it is only the data directory that is out of reach.
 */
const CAPABILITY_FLAGS = [
  ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'],
  ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
  ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'],
  ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
] as const

function plainAccount(owner: User | undefined, hasSetpriv: boolean): Account {
  const ids = owner && { uid: owner.uid, gid: owner.gid }
  return {
    owner,
    launch: (program, programArguments, deathSignal) =>
      hasSetpriv
        ? { file: 'setpriv', arguments: ['--pdeathsig', deathSignal, program, ...programArguments], ...ids }
        : { file: program, arguments: [...programArguments], ...ids },
  }
}

function capableAccount(owner: User, flags: readonly string[]): Account {
  const become = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...flags]
  return {
    owner,
    launch: (program, programArguments, deathSignal) => ({
      file: 'setpriv',
      arguments: [...become, '--pdeathsig', deathSignal, program, ...programArguments],
    }),
  }
}

/**
 * Asks the programs themselves, since modes, ACLs and mount options all have a say: `initdb --show` looks for
 * everything it needs and touches nothing. Undefined when nothing is in the way.
 */
async function findObstacle(
  account: Account,
  binaries: Binaries,
  directories: string[],
): Promise<string | undefined> {
  const programs = await run(account.launch(binaries.initdb, ['--show', '-D', '/nowhere'], 'KILL'))
  if (programs.code !== 0) return programs.output.trim()
  const enterAll = ['-c', 'for directory; do cd "$directory" || exit 1; done', 'sh', ...directories]
  const entering = await run(account.launch('/bin/sh', enterAll, 'KILL'))
  return entering.code === 0 ? undefined : entering.output.trim()
}

async function findUser(): Promise<User> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((fields) => fields[0] === name) ?? []
    if (Number(uid) > 0 && gid) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    "PostgreSQL doesn't run as root, and /etc/passwd has neither a user postgres nor nobody to run it as: " +
      'start the hub as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  )
}

function cannotBecome(user: User, obstacles: string[]): Error {
  return new Error(
    `PostgreSQL doesn't run as root, and it can't be started as user ${user.name} (${obstacles[0]}): ` +
      'start the hub as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  )
}

function cannotEnter(user: User, closed: string, hasSetpriv: boolean): Error {
  return new Error(
    `PostgreSQL runs as user ${user.name}, who can't enter ${closed}` +
      (hasSetpriv ? '' : ' (and setpriv of util-linux, which could let it, is missing)') +
      `: either run \`chmod o+x ${closed}\`, or move what is below it elsewhere ` +
      '(DATA_DIR for the data, TMPDIR for the socket, another folder for the hub itself).',
  )
}

/** The outermost directory on the way to one of the paths that other users may not pass. */
async function findClosedDirectory(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    const above = dirname(path) === path ? undefined : await findClosedDirectory([dirname(path)])
    if (above !== undefined) return above
    if (((await stat(path)).mode & 0o001) === 0) return path
  }
  return undefined
}
