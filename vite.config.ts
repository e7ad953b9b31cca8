import { utimes, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type EnvironmentOptions } from 'vite'

/** A bundle for Node or Electron with everything in it but Electron itself. */
function nodeBundle(
  outDir: string,
  input: Record<string, string>,
  output: { format: 'es' | 'cjs'; extension: string },
): EnvironmentOptions {
  const name = `[name].${output.extension}`
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        // Chunks lie beside the programs: code finds the page by its own place, wherever the bundler puts it.
        output: {
          format: output.format,
          entryFileNames: name,
          chunkFileNames: `chunk-[hash].${output.extension}`,
        },
      },
    },
  }
}

/** Its time is when the last whole build began: `electron/launch/build.mjs` compares the sources with it. */
const STAMP = fileURLToPath(new URL('dist/.built', import.meta.url))

/** One build for every door: `vite build --app` makes the page, the Node programs and the preload. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  builder: {
    async buildApp(builder) {
      const startedAt = new Date()
      const { client, node, preload } = builder.environments
      for (const environment of [client, node, preload]) if (environment) await builder.build(environment)
      await writeFile(STAMP, startedAt.toISOString())
      await utimes(STAMP, startedAt, startedAt)
    },
  },
  environments: {
    client: {
      build: {
        outDir: '../dist/renderer',
        emptyOutDir: true,
        chunkSizeWarningLimit: 4000,
      },
    },
    node: nodeBundle(
      '../dist/node',
      {
        main: 'electron/main.ts',
        serve: 'electron/serve.ts',
        cli: 'electron/cli.ts',
        'log-worker': 'electron/log-worker.ts',
      },
      { format: 'es', extension: 'js' },
    ),
    // A sandboxed preload can only be one CommonJS file.
    preload: nodeBundle(
      '../dist/preload',
      { preload: 'electron/preload.ts' },
      { format: 'cjs', extension: 'cjs' },
    ),
  },
})
