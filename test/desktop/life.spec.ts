import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type Desk, press, type Run, ready, deskTest as test } from './app.ts';

/** Start, further starts, every way to quit at every moment, and crashes, seen from outside. */

const shows = (page: Page, name: string) =>
  expect(page.getByText(`${name}.latchkey.yaml, saved`)).toBeVisible({ timeout: 15_000 });

const log = (desk: Desk) => readFileSync(path.join(desk.data, 'logs', 'latchkey.log'), 'utf8');

/** Waits until the first program is at work. */
const begun = (desk: Desk) =>
  expect.poll(() => readdirSync(desk.data), { timeout: 10_000 }).toContain('logs');

test.describe('a start', () => {
  test('without a file shows the start screen', async ({ desk }) => {
    await expect(
      (await desk.start().page()).getByRole('button', { name: 'Connect an app' }).first(),
    ).toBeVisible();
  });

  test('with a file shows it', async ({ desk }) => {
    await shows(await desk.start([desk.file('alpha')]).page(), 'alpha');
  });

  test('with several files opens all and shows the last one', async ({ desk }) => {
    const page = await desk.start([desk.file('alpha'), desk.file('beta'), desk.file('gamma')]).page();
    await shows(page, 'gamma');
    await page.evaluate(() => {
      location.hash = '';
    });
    for (const name of ['alpha', 'beta', 'gamma'])
      await expect(page.getByText(`Home of ${name}`).first()).toBeVisible();
  });

  test('with a file that is missing shows the start screen and says so', async ({ desk }) => {
    const run = desk.start([path.join(desk.folder, 'missing.latchkey.yaml'), desk.file('beta')]);
    await shows(await run.page(), 'beta');
  });

  for (const pause of [0, 150, 400, 700, 1_500]) {
    test(`is followed by two with files after ${pause} ms each, and all are opened`, async ({ desk }) => {
      const runs = [desk.start([desk.file('alpha')])];
      for (const name of ['beta', 'gamma']) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        runs.push(desk.start([desk.file(name)]));
      }
      // Of programs that start at about the same time, any may be the first; the others pass their files to it.
      const running = () => runs.filter(({ child }) => child.exitCode === null && child.signalCode === null);
      await expect.poll(() => running().length, { timeout: 20_000 }).toBe(1);
      const [first] = running();
      for (const one of runs.filter((other) => other !== first))
        expect(await one.ended()).toEqual({ code: 0, signal: null });
      const page = await first!.page();
      if (pause >= 700) await shows(page, 'gamma');
      else await expect(page.getByText(/^(alpha|beta|gamma)\.latchkey\.yaml, saved$/)).toBeVisible();
      const recent = () => {
        const text = readFileSync(path.join(desk.data, 'recent.json'), 'utf8');
        return ['alpha', 'beta', 'gamma'].filter((name) => text.includes(`Home of ${name}`));
      };
      await expect.poll(recent).toHaveLength(3);
      await page.evaluate(() => {
        location.hash = '';
      });
      for (const name of ['alpha', 'beta', 'gamma'])
        await expect(page.getByText(`Home of ${name}`).first()).toBeVisible();
    });
  }

  test('without a file while another runs brings its window to the front', async ({ desk }) => {
    const run = desk.start();
    await ready(await run.page());
    expect(await desk.start().ended()).toEqual({ code: 0, signal: null });
    expect(run.child.exitCode).toBeNull();
  });

  test('with a file while a dialog of the system is open shows the file', async ({ desk }) => {
    const run = desk.start();
    const page = await run.page();
    await ready(page);
    await press('ctrl+o');
    await page.waitForTimeout(1_500);
    expect(await desk.start([desk.file('alpha')]).ended()).toEqual({ code: 0, signal: null });
    await shows(page, 'alpha');
    await press('Escape');
    await page.waitForTimeout(500);
    await shows(page, 'alpha');
  });

  test('with a file that can’t be opened, unanswered, holds up no other', async ({ desk }) => {
    const run = desk.start();
    const page = await run.page();
    await ready(page);
    await desk.start([path.join(desk.folder, 'missing.latchkey.yaml')]).ended();
    await page.waitForTimeout(1_000);
    await desk.start([desk.file('alpha')]).ended();
    await shows(page, 'alpha');
  });
});

const WAYS: Readonly<Record<string, (run: Run, page: Page) => Promise<unknown>>> = {
  'by key': () => press('ctrl+q'),
  'by closing the window': () => press('alt+F4'),
  'by SIGTERM': async (run) => run.child.kill('SIGTERM'),
  'by SIGINT': async (run) => run.child.kill('SIGINT'),
  'by SIGHUP': async (run) => run.child.kill('SIGHUP'),
  'by the page closing itself': (_run, page) => page.evaluate(() => window.close()),
};

test.describe('an end', () => {
  for (const [way, quit] of Object.entries(WAYS)) {
    test(`${way} leaves nothing, and the next start works`, async ({ desk }) => {
      const run = desk.start([desk.file('alpha')]);
      const page = await run.page();
      await shows(page, 'alpha');
      await quit(run, page).catch(() => {});
      expect(await run.ended()).toEqual({ code: 0, signal: null });
      await desk.nothingLeft();
      expect(log(desk)).toMatch(/ ended\n$/);
      await ready(await desk.start().page());
    });
  }

  test('asked for again and again still comes once', async ({ desk }) => {
    const run = desk.start();
    await ready(await run.page());
    for (let times = 0; times < 5; times += 1) {
      run.child.kill('SIGTERM');
      await press('ctrl+q');
    }
    const { code, signal } = await run.ended();
    // A signal that comes while the system takes the process down ends it by itself; the last work is done by then.
    expect(code === 0 || signal === 'SIGTERM').toBe(true);
    await desk.nothingLeft();
    expect(log(desk).match(/ ended\n/g)).toHaveLength(1);
  });

  for (const after of [0, 50, 100, 200, 300, 500, 800, 1_200]) {
    test(`${after} ms after the start leaves nothing`, async ({ desk }) => {
      const run = desk.start([desk.file('alpha')]);
      await begun(desk);
      await new Promise((resolve) => setTimeout(resolve, after));
      run.child.kill('SIGTERM');
      const { code, signal } = await run.ended();
      // Before Electron listens to it, the signal ends the process by itself.
      expect(code === 0 || signal === 'SIGTERM').toBe(true);
      await desk.nothingLeft();
      await ready(await desk.start().page());
    });
  }

  test('while a dialog of the system is open leaves nothing', async ({ desk }) => {
    const run = desk.start();
    const page = await run.page();
    await ready(page);
    await press('ctrl+o');
    await page.waitForTimeout(1_500);
    run.child.kill('SIGTERM');
    expect(await run.ended()).toEqual({ code: 0, signal: null });
    await desk.nothingLeft();
  });

  test('while the practice provider runs leaves nothing', async ({ desk }) => {
    const run = desk.start();
    const page = await run.page();
    await page.getByRole('button', { name: /practice provider/ }).click();
    await expect(page.getByText('Memos').first()).toBeVisible();
    await press('ctrl+q');
    expect(await run.ended()).toEqual({ code: 0, signal: null });
    await desk.nothingLeft();
  });

  test('while the keychain waits for a person leaves nothing, and the next start works', async ({ desk }) => {
    const keyring = Number(process.env['KEYRING_PID']);
    process.kill(keyring, 'SIGSTOP');
    try {
      const run = desk.start([desk.file('alpha')]);
      await shows(await run.page(), 'alpha');
      // The helper waits for an answer that doesn't come.
      await expect.poll(() => helpers(desk).length).toBe(1);
      await press('alt+F4');
      expect(await run.ended()).toEqual({ code: 0, signal: null });
      await desk.nothingLeft();
      const again = desk.start();
      await ready(await again.page());
      await press('ctrl+q');
      expect(await again.ended()).toEqual({ code: 0, signal: null });
    } finally {
      process.kill(keyring, 'SIGCONT');
    }
  });

  test('overtaken by a start with a file ends in that file being shown', async ({ desk }) => {
    const run = desk.start();
    const page = await run.page();
    await ready(page);
    // A call that waits for a person lets the end take its time.
    await press('ctrl+o');
    await page.waitForTimeout(1_500);
    run.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(run.child.exitCode).toBeNull();
    expect(await desk.start([desk.file('alpha')]).ended()).toEqual({ code: 0, signal: null });
    expect(await run.ended()).toEqual({ code: 0, signal: null });
    // It has started itself again.
    await expect.poll(() => log(desk).match(/ started /g)?.length, { timeout: 15_000 }).toBe(2);
    const recent = () => {
      const file = path.join(desk.data, 'recent.json');
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    };
    await expect.poll(recent, { timeout: 15_000 }).toContain('Home of alpha');
    await expect.poll(() => renderers(desk).length).toBeGreaterThan(0);
  });
});

/** The processes that talk to the keychain. */
const helpers = (desk: Desk): number[] =>
  desk.processes().filter((pid) => /--utility-sub-type=node\.mojom\.NodeService/.test(commandOf(pid)));
const renderers = (desk: Desk): number[] =>
  desk.processes().filter((pid) => /--type=renderer/.test(commandOf(pid)));
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

test.describe('a crash', () => {
  test('of the page is logged, and the person can go on', async ({ desk }) => {
    const run = desk.start([desk.file('alpha')]);
    const page = await run.page();
    await shows(page, 'alpha');
    for (const pid of renderers(desk)) process.kill(pid, 'SIGKILL');
    await expect.poll(() => log(desk)).toContain('the page crashed reason="killed"');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await press('Return');
    await expect.poll(() => renderers(desk).length, { timeout: 10_000 }).toBeGreaterThan(0);
    await shows(await run.page('anew'), 'alpha');
    await press('ctrl+q');
    expect(await run.ended()).toEqual({ code: 0, signal: null });
    await desk.nothingLeft();
  });

  test('of the page, and then closing, leaves nothing', async ({ desk }) => {
    const run = desk.start();
    await ready(await run.page());
    for (const pid of renderers(desk)) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await press('Escape');
    expect(await run.ended()).toEqual({ code: 0, signal: null });
    await desk.nothingLeft();
  });

  test('of the keychain’s process is noticed, and the next call has a new one', async ({ desk }) => {
    const run = desk.start();
    const page = await run.page();
    await ready(page);
    await expect.poll(() => helpers(desk).length).toBe(1);
    const [first] = helpers(desk);
    process.kill(first!, 'SIGKILL');
    await expect.poll(() => log(desk)).toContain('a process was lost');
    await page.getByRole('button', { name: 'Connect an app' }).first().click();
    await press('ctrl+q');
    expect(await run.ended()).toEqual({ code: 0, signal: null });
  });

  test('of the graphics process changes nothing', async ({ desk }) => {
    const run = desk.start();
    const page = await run.page();
    await ready(page);
    for (const pid of desk.processes().filter((one) => /--type=gpu-process/.test(commandOf(one))))
      process.kill(pid, 'SIGKILL');
    await page.waitForTimeout(500);
    await page.getByRole('button', { name: 'Connect an app' }).first().click();
    await expect(page.getByRole('heading', { name: /identity provider/ })).toBeVisible();
  });

  test('of the main process leaves no other process, and the next start works', async ({ desk }) => {
    const run = desk.start([desk.file('alpha')]);
    await shows(await run.page(), 'alpha');
    run.child.kill('SIGKILL');
    expect(await run.ended()).toEqual({ code: null, signal: 'SIGKILL' });
    await desk.nothingLeft();
    await shows(await desk.start([desk.file('alpha')]).page(), 'alpha');
  });

  test('of the main process while the keychain waits leaves no other process', async ({ desk }) => {
    const keyring = Number(process.env['KEYRING_PID']);
    process.kill(keyring, 'SIGSTOP');
    try {
      const run = desk.start();
      await run.page();
      await expect.poll(() => helpers(desk).length).toBe(1);
      run.child.kill('SIGKILL');
      await run.ended();
      await desk.nothingLeft();
    } finally {
      process.kill(keyring, 'SIGCONT');
    }
  });

  test('by a bug in the main process is logged, and the person can start again', async ({ desk }) => {
    const { app, page } = await desk.inside(desk.file('alpha'));
    await shows(page, 'alpha');
    const gone = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(() => {
      setTimeout(() => {
        throw new Error('plantedSecretQ7vX2mK9rT4wZ8');
      }, 50);
    });
    await expect.poll(() => log(desk)).toContain('bug reference=');
    expect(log(desk)).not.toContain('plantedSecret');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await press('Escape');
    expect(await gone).toBe(70);
    await desk.nothingLeft();
  });
});
