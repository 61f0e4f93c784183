// Reading the code off an error of unknown origin: the system's ("ENOENT") or PostgreSQL's ("57P03").

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
