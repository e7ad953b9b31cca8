import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** The rules are pure: their files share one set of loaded modules, which halves their time. The others share nothing. */
export default defineConfig({
  test: {
    root: '.',
    setupFiles: ['test/support/deny-network.ts'],
    server: { deps: { inline: [/@actions\//] } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'threads',
    /* Most of their time the tests wait for a socket: no core is kept free. */
    maxWorkers: availableParallelism(),
    reporters: ['default'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: {
          name: 'contract and integration',
          include: ['test/{contract,integration}/**/*.test.ts'],
        },
      },
    ],
  },
})
