/** argv → command; wiring only. */
import { serve } from './cli/serve.js'
import { ConfigError, readConfig } from './config.js'

try {
  await serve(readConfig(process.env))
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error)
  process.exit(1)
}
