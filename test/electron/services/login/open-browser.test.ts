import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { browserCommand, mayOpen, openBrowser } from '../../../../electron/services/login/open-browser.ts';

describe('what a browser may be sent to', () => {
  it.each([
    ['https://auth.example.com/authorize?x=1', true],
    ['http://127.0.0.1:8080/auth', true],
    ['http://localhost/auth', true],
    ['http://auth.example.com/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['--help', false],
    ['', false],
    // A host name may begin like an address of this machine.
    ['http://127.evil.example/', false],
  ])('%s: %s', (url, may) => {
    expect(mayOpen(url)).toBe(may);
  });

  it('goes to the program as one argument, past any shell', () => {
    const url = 'https://a.example/?a=1&b=%22;rm';
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const [program, args] = browserCommand(platform, url);
      expect(program).not.toMatch(/cmd|sh$/);
      expect(args.at(-1)).toBe(url);
    }
  });
});

describe.runIf(process.platform === 'linux')('opening it', () => {
  const path = process.env['PATH'];
  let directory = '';
  const browserThat = async (script: string) => {
    directory = await mkdtemp(join(tmpdir(), 'latchkey-browser-'));
    const program = join(directory, 'xdg-open');
    await writeFile(program, `#!/bin/sh\n${script}\n`);
    await chmod(program, 0o755);
    process.env['PATH'] = `${directory}:${path}`;
  };
  afterEach(async () => {
    process.env['PATH'] = path;
    if (directory) await rm(directory, { recursive: true });
    directory = '';
  });

  it('hands over the URL unchanged', async () => {
    await browserThat('printf %s "$1" > "$(dirname "$0")/opened"');
    const url = "https://a.example/?a=$(id)&b='%22;x";
    expect(await openBrowser(url)).toEqual({ ok: true, value: undefined });
    expect(await readFile(join(directory, 'opened'), 'utf8')).toBe(new URL(url).href);
  });

  it('says when there is no browser, or none that works', async () => {
    await browserThat('exit 3');
    expect(await openBrowser('https://a.example')).toMatchObject({
      ok: false,
      error: { code: 'browser-failed' },
    });
    process.env['PATH'] = '/nonexistent';
    expect(await openBrowser('https://a.example')).toMatchObject({
      ok: false,
      error: { code: 'browser-failed' },
    });
    expect(await openBrowser('file:///x')).toMatchObject({ ok: false, error: { code: 'browser-refused' } });
  });
});
