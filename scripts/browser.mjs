// The browser that the console's tests need: the system's Chromium, installed by apt where it is missing and that
// is allowed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Its path, or undefined. */
export function findBrowser() {
  return PLACES.find((path) => existsSync(path))
}

/** True if it is there, or is there now; else it has been said what to do. */
export function haveBrowser() {
  if (findBrowser() !== undefined) return true
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log('installing Chromium, which the tests of the console run in')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [
      ['update'],
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
    ]) {
      if (spawnSync('/usr/bin/apt-get', args, { stdio: 'inherit', env }).status !== 0) break
    }
    if (findBrowser() !== undefined) return true
  }
  console.error(
    `The tests of the console need Chromium at one of ${PLACES.join(', ')}, and it can't be installed from here. ` +
      'Install it, for example with: sudo apt-get install chromium fonts-noto-cjk',
  )
  return false
}
