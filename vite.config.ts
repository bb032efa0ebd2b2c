/// <reference types="vitest/config" />
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { type BuildEnvironmentOptions, defineConfig, type EnvironmentOptions } from 'vite';
import { inlineStyles } from './build/inline-styles.mjs';
import { BUNDLED, writeNotices } from './build/licences.mjs';
import { profiles } from './build/profiles.mjs';
import { manualPage } from './electron/commands/manual.ts';
import manifest from './package.json' with { type: 'json' };
import { readProfile } from './shared/profile/read.ts';

const ROOT = import.meta.dirname;

/** Not bundled but loaded at run time, e.g. a native module and a library that reads its own files. */
const OUTSIDE = /^(electron|@napi-rs\/keyring|oidc-provider|@playwright\/test)(\/|$)/;

/** What runs in Node or in Electron's main process. */
const forNode = (
  input: Readonly<Record<string, string>>,
  output: NonNullable<BuildEnvironmentOptions['rolldownOptions']>['output'] = {
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true },
  build: {
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    // The texts of the profiles.
    emitAssets: true,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(input).map(([name, file]) => [name, join(ROOT, file)])),
      external: OUTSIDE,
      // Documentation is for readers of the sources; licences are in the notices, too.
      output: {
        ...output,
        comments: { annotation: false, jsdoc: false, legal: true },
        // Names stay, so that an error's stack can be read.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
});

/** The whole product; each environment is one kind of program. `vite build` makes it in `dist/`. */
export default defineConfig(({ command }) => {
  // A test that bundles would otherwise get React's development form, with the paths of this machine.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: join(ROOT, 'renderer'),
    base: './',
    plugins: [
      react(),
      inlineStyles(),
      profiles(join(ROOT, 'shared/catalog/profiles'), readProfile),
      {
        name: 'latchkey:screens-beside-the-program',
        config: ({ build }) => ({
          environments: { client: { build: { outDir: resolve(ROOT, build?.outDir ?? '', 'renderer') } } },
        }),
      },
    ],
    build: { outDir: join(ROOT, 'dist'), emptyOutDir: false, license: { fileName: BUNDLED } },
    environments: {
      program: forNode({ cli: 'electron/cli.ts', main: 'electron/main.ts', keyring: 'electron/keyring.ts' }),
      // A sandboxed preload script must be CommonJS. No library is in it.
      preload: forNode({ preload: 'electron/preload.ts' }, { format: 'cjs', entryFileNames: '[name].cjs' }),
      client: {
        build: {
          target: 'chrome130',
          // On its own, or every screen would depend on the first chunk, and on its style sheet, which is in the page.
          rolldownOptions: {
            output: { codeSplitting: { groups: [{ name: 'preload', test: /vite\/preload-helper/ }] } },
          },
        },
      },
      /** Only for `npm run bench`. */
      bench: forNode({ bench: 'test/bench/bench.ts' }),
    },
    builder: {
      async buildApp({ build, environments: { preload, program, client } }) {
        const [outDir, screens] = [program!.config.build.outDir, client!.config.build.outDir];
        rmSync(outDir, { recursive: true, force: true });
        for (const part of [preload!, program!, client!]) await build(part);
        writeNotices(ROOT, outDir, [outDir, screens]);
        writeFileSync(join(outDir, 'latchkey.1'), manualPage(manifest.version));
      },
    },
    test: {
      root: ROOT,
      globalSetup: 'test/global-setup.ts',
      setupFiles: 'test/setup-seed.ts',
      include: ['test/**/*.test.{ts,tsx}'],
      exclude: [
        'test/**/*.lab.test.*',
        'test/e2e/**',
        'test/desktop/**',
        'test/faults/**',
        'test/interop/**',
        'node_modules/**',
      ],
      testTimeout: 30_000,
      pool: 'forks',
      // One more than the cores of a small machine: many tests wait for a socket or a child process.
      maxWorkers: 3,
    },
  };
});
