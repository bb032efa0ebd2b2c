import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { Desk, PACKAGED, press, ready, test, whyNotPackaged } from './app.ts';

/** The program that `npm run package` made, with its fuses, seen from outside. */

test.skip(PACKAGED === undefined, whyNotPackaged);

test('starts, shows a file, takes a second start, quits by key and leaves nothing', async () => {
  const desk = new Desk(PACKAGED!);
  try {
    const run = desk.start([desk.file('alpha')]);
    const page = await run.page();
    await expect(page.getByText('alpha.latchkey.yaml, saved')).toBeVisible();
    expect(await desk.start([desk.file('beta')]).ended()).toEqual({ code: 0, signal: null });
    await expect(page.getByText('beta.latchkey.yaml, saved')).toBeVisible();
    await expect(page.getByText('Keychain', { exact: true })).toBeVisible();
    await expect(page.getByText('Secrets: system keychain (Secret Service)')).toBeAttached();
    await press('ctrl+q');
    expect(await run.ended()).toEqual({ code: 0, signal: null });
    await desk.nothingLeft();
  } finally {
    await desk.clear();
  }
});

test('can’t be used as Node, nor be inspected', async () => {
  const desk = new Desk(PACKAGED!);
  try {
    const mark = path.join(desk.folder, 'intruder');
    const script = path.join(desk.folder, 'intruder.cjs');
    writeFileSync(script, `require('fs').writeFileSync(${JSON.stringify(mark)}, '')`);
    desk.env['ELECTRON_RUN_AS_NODE'] = '1';
    desk.env['NODE_OPTIONS'] = `--require=${script}`;
    const run = desk.start([], ['--inspect=0', `--require=${script}`]);
    const page = await run.page();
    await ready(page);
    expect(run.said()).not.toContain('Debugger listening');
    expect(readdirSync(desk.folder)).not.toContain('intruder');
    run.child.kill('SIGTERM');
    expect(await run.ended()).toEqual({ code: 0, signal: null });
  } finally {
    await desk.clear();
  }
});

test('answers as the command line', async () => {
  const desk = new Desk(PACKAGED!);
  const { DISPLAY: _, ...env } = desk.env;
  const said = spawnSync(
    PACKAGED!.file,
    [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--cli', '--version'],
    { env, encoding: 'utf8', timeout: 30_000 },
  );
  await desk.clear();
  expect([said.status, said.stdout.trim()]).toEqual([0, expect.stringMatching(/\d+\.\d+\.\d+/)]);
});
