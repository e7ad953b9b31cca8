import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: '.',
    include: ['test/{unit,contract,integration}/**/*.test.ts'],
    setupFiles: ['test/support/deny-network.ts'],
    server: { deps: { inline: [/@actions\//] } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'threads',
    reporters: ['default'],
  },
})
