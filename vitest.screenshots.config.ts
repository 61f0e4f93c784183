import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/console/screenshots.ts', 'test/console/pictures.ts'],
    globalSetup: ['test/support/global.ts'],
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
})
