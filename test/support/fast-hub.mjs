// `entrepot serve` without a database of its own, on a clock that runs CLOCK_SPEED times as fast from CLOCK_ORIGIN on
// (milliseconds since 1970): so that what takes a hub minutes takes a test seconds. It runs from the build.
import { readConfig } from '../../dist/config.js'
import { startHub } from '../../dist/hub.js'

const origin = Number(process.env.CLOCK_ORIGIN)
const speed = Number(process.env.CLOCK_SPEED)
const config = readConfig()
const clock = () => origin + Math.floor((Date.now() - origin) * speed)
const hub = await startHub(config, config.databaseUrl ?? '', { clock })
console.log(`listening on ${hub.url}`)
