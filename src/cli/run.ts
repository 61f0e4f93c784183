/** Runs a command line to its exit code. Failures are one line on stderr; only a debugging person gets more. */
import { CommanderError } from 'commander'
import { isDebugging } from '../config.js'
import { createProgram } from './program.js'

const WRONG_USAGE = 2

export async function run(argv: readonly string[]): Promise<void> {
  const program = await createProgram(argv)
  if (argv.length === 0) {
    program.outputHelp()
    return
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    process.exitCode = 1
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE
    else console.error(isDebugging() ? error : `entrepot: ${messageOf(error)}`)
  }
}

function messageOf(error: unknown): string {
  // Several addresses of one host were tried in vain: the sum of it has no message of its own.
  if (error instanceof AggregateError && error.message === '') {
    return [...new Set(error.errors.map(messageOf))].join('; ')
  }
  const message = error instanceof Error ? error.message : String(error)
  return (hintOf(error) ?? '') + message.replaceAll('\n', ' ')
}

/** Which setting a refusal of the operating system is about. */
function hintOf(error: unknown): string | undefined {
  const { code, syscall } = error as { code?: string; syscall?: string }
  if (syscall === 'listen' && code === 'EADDRINUSE') return 'PORT is in use, set another one: '
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && code === 'ENOTFOUND'))
    return 'check HOST, PORT and DATABASE_URL: '
  if (syscall === 'connect') return 'DATABASE_URL: no server answers there: '
  return undefined
}
