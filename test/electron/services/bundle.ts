import { join } from 'node:path';
import { build } from 'vite';
import { profiles } from '../../../build/profiles.mjs';
import { readProfile } from '../../../shared/profile/read.ts';

const root = join(import.meta.dirname, '../../..');

/** Bundles one of our modules as the product is bundled, to run in a separate process. Returns the file. */
export async function bundle(entry: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    plugins: [profiles(join(root, 'shared/catalog/profiles'), readProfile)],
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      ssr: true,
      minify: false,
      rollupOptions: {
        input: { entry },
        external: (id) => id.startsWith('node:') || id === '@napi-rs/keyring',
        output: { entryFileNames: 'entry.mjs' },
      },
    },
    ssr: { noExternal: true },
  });
  return join(folder, 'entry.mjs');
}
