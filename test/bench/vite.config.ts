import { defineConfig } from 'vite'

/** Builds the programs of `npm run bench` as the product's own are built: one bundle for Node, nothing replaced. */
export default defineConfig({
  ssr: { noExternal: true, external: ['electron', '@playwright/test', 'playwright-core'] },
  build: {
    ssr: true,
    outDir: 'dist/bench',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: {
        bench: 'test/bench/bench.ts',
        cli: 'electron/cli.ts',
        'log-worker': 'electron/log-worker.ts',
        'read-log': 'test/bench/read-log.ts',
        'scroll-log': 'test/bench/scroll-log.ts',
        'read-fleet': 'test/bench/read-fleet.ts',
        'start-from-cache': 'test/bench/start-from-cache.ts',
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
    },
  },
})
