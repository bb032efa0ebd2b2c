import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeCause, EXIT_BUG } from '../../electron/host/bug.ts';
import { latchkey, temporaryFolder } from '../helpers/latchkey.ts';

const SECRET = 'plantedSecretQ7vX2mK9rT4wZ8';
/** An error whose text holds a secret in every place where a program may print it. */
const THROWN = `Object.assign(new Error('Invalid /${SECRET}/\\n    at ${SECRET} (${SECRET}:1:1)'),
  { name: 'Error', code: '${SECRET}', client_secret: '${SECRET}', cause: new Error('${SECRET}') })`;

/** Runs a command with code that runs before the program's own. */
const withCode = (code: string, ...args: readonly string[]) =>
  latchkey(args, {
    timeout: 40_000,
    env: {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
      HOME: temporaryFolder(),
      XDG_CONFIG_HOME: temporaryFolder(),
      XDG_DATA_HOME: temporaryFolder(),
    },
  });

describe('an error that nobody caught', () => {
  it.each([
    ['an error', `process.stdout.write = () => { throw ${THROWN} };`],
    ['a text', `process.stdout.write = () => { throw '${SECRET}' };`],
    ['an object', `process.stdout.write = () => { throw { message: '${SECRET}', stack: '${SECRET}' } };`],
  ])('in a command ends it without a word of what was thrown: %s', async (_, code) => {
    const { code: status, stdout, stderr } = await withCode(code, '--version');
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stderr).toMatch(
      /^latchkey: bug reference="[0-9a-f]{8}".*\nlatchkey: Latchkey made a mistake .*\n$/,
    );
    expect(status).toBe(EXIT_BUG);
  });

  it.each([
    ['thrown', `setInterval(() => { if (globalThis.ready) throw ${THROWN} }, 20)`],
    [
      'rejected',
      `setInterval(() => { if (globalThis.ready) { globalThis.ready = false; Promise.reject(${THROWN}); } }, 20)`,
    ],
  ])('in the browser host as well: %s', async (_, code) => {
    const ready = `const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (text, ...rest) => { globalThis.ready ||= /Latchkey is at/.test(text); return write(text, ...rest); };`;
    const { code: status, stdout, stderr } = await withCode(`${ready}${code}`, 'serve');
    expect(stdout).toMatch(/Latchkey is at/);
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stderr).toMatch(/latchkey: bug reference="[0-9a-f]{8}" what="nobody caught this" error="Error"/);
    expect(status).toBe(EXIT_BUG);
  });

  it('is awaited by every program before it does anything', () => {
    const entry = (name: string) =>
      readFileSync(path.join(import.meta.dirname, '../../electron', name), 'utf8');
    for (const name of ['cli.ts', 'main.ts']) {
      const code = entry(name);
      const installed = code.search(/^installLastResort\(/m);
      expect(installed, name).toBeGreaterThan(0);
      for (const begin of [
        /^process\.exitCode = await main/m,
        /= createHost\(/,
        /^app\./m,
        /^registerPageScheme/m,
      ]) {
        const at = code.search(begin);
        if (at >= 0) expect(installed, `${name}: ${begin}`).toBeLessThan(at);
      }
    }
  });
});

describe('what the log says of an error', () => {
  it('is its kind and its place in our code', () => {
    const { error, at } = describeCause(new TypeError(SECRET));
    expect(error).toBe('TypeError');
    expect(at).toContain('last-resort.test.ts:');
  });

  it.each([
    Object.assign(new Error(`x\n    at ${SECRET} (${SECRET}:1:1)`), { name: SECRET, code: SECRET }),
    Object.assign(new Error('x'), { message: SECRET }),
    Object.assign(new Error('x'), { stack: `Error: x\n    at ${SECRET} (file with blanks ${SECRET})` }),
    Object.assign(new Error('x'), { stack: undefined }),
    Object.assign(new Error('x'), { issues: [{ path: ['apps', SECRET, 3], code: 'unrecognized_keys' }] }),
    SECRET,
    { message: SECRET },
  ])('is nothing that came with it: %#', (cause) => {
    expect(JSON.stringify(describeCause(cause))).not.toContain(SECRET);
  });
});
