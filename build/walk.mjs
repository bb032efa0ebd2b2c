/**
 * Starts an installed or packaged Latchkey, looks at its first screens and ends it:
 * node build/walk.mjs PROGRAM [ARGUMENTS]
 */
import { startProgram } from './started.mjs';

const command = process.argv.slice(2);
if (command.length === 0) {
  process.stderr.write('Use: node build/walk.mjs PROGRAM [ARGUMENTS]\n');
  process.exit(2);
}
const started = await startProgram(command);
const { page } = started;
const failures = [];
const check = async (what, look) => {
  const passed = await look().catch((error) => {
    failures.push(String(error));
    return false;
  });
  process.stdout.write(`${passed ? 'ok' : 'FAILED'}: ${what}\n`);
  if (!passed) failures.push(what);
};
await check('the page is the app’s own', async () => {
  await page.waitForURL(/^app:\/\/latchkey\//);
  return true;
});
await check('the first screen is there, with its words', async () => {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return (await page.title()).includes('Latchkey');
});
await check('the page reaches the host, and not Node', () =>
  page.evaluate(async () => {
    const { latchkey, require: node } = globalThis;
    return typeof latchkey === 'object' && node === undefined;
  }),
);
await check('it ends when its window is closed', () => started.end());
process.exitCode = failures.length === 0 ? 0 : 1;
if (failures.length > 0) process.stderr.write(`${failures.join('\n')}\n`);
