/** Starts `main.ts`, with the profiles as the bundle has them. See there. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, runnerImport } from 'vite';
import { profiles } from '../../build/profiles.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const { module: read } = await runnerImport(join(root, 'shared/profile/read.ts'), { configFile: false });
const server = await createServer({
  configFile: false,
  root,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
  plugins: [profiles(join(root, 'shared/catalog/profiles'), read.readProfile)],
});
try {
  const { main } = await server.ssrLoadModule(join(here, 'main.ts'));
  process.exitCode = await main(process.argv.slice(2));
} finally {
  await server.close();
}
