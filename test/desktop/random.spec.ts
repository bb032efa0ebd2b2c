import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { type Desk, PACKAGED, press, type Run, ready, deskTest as test } from './app.ts';

/** Many starts and quits in random ways: no process left, no file lost, no lock stale. */

const ROUNDS = Number(process.env['ROUNDS'] ?? 50);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test.use({ program: async ({ program }, use) => use(PACKAGED ?? program) });

test(`${ROUNDS} starts and quits in random ways leave nothing behind`, async ({ desk }) => {
  test.setTimeout(ROUNDS * 15_000);
  process.stdout.write(`seed ${SEED}: repeat with SEED=${SEED} npm run test:desktop -- random\n`);
  const random = randomFrom(SEED);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const files = ['alpha', 'beta', 'gamma'].map((name) => desk.file(name));
  const before = files.map((file) => readFileSync(file, 'utf8'));

  for (let round = 0; round < ROUNDS; round += 1) {
    const run = desk.start(files.filter(() => random() < 0.4));
    // Quick ends are the interesting ones: half of them come before the page is there.
    if (random() < 0.5) await pause(random() * 1_200);
    else await ready(await run.page());
    const others = random() < 0.3 ? [desk.start(files.filter(() => random() < 0.5))] : [];
    const way = pick(Object.keys(WAYS) as (keyof typeof WAYS)[]);
    const after = random() * 400;
    await pause(after);
    await WAYS[way](run);
    // A key is for the window with the focus; without one, nobody hears it.
    if (way === 'key' && (await stillRuns(run))) run.child.kill('SIGTERM');
    await expect
      .poll(() => run.child.exitCode ?? run.child.signalCode, {
        timeout: 8_000,
        message: `round ${round} of seed ${SEED}: ${way} after ${after.toFixed(0)} ms`,
      })
      .not.toBeNull();
    // A later start that took over, or one that the program made itself.
    for (const other of others) other.child.kill('SIGTERM');
    await expect.poll(() => ended(desk, others), { timeout: 10_000 }).toBe(true);
    for (const pid of desk.programs()) terminate(pid);
    await expect
      .poll(() => desk.processes(), { timeout: 8_000, message: `round ${round} of seed ${SEED}: ${way}` })
      .toEqual([]);
    expect(desk.halfWritten(), `round ${round} of seed ${SEED}: ${way} after ${after.toFixed(0)} ms`).toEqual(
      [],
    );
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  }

  // After all that, the next start works at once, opens every file, and may write each of them.
  const last = desk.start(files);
  const page = await last.page();
  await expect(page.getByText('gamma.latchkey.yaml, saved')).toBeVisible();
  await press('ctrl+q');
  expect(await last.ended()).toEqual({ code: 0, signal: null });
  await desk.nothingLeft();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ended = (_desk: Desk, runs: readonly Run[]) =>
  runs.every(({ child }) => child.exitCode !== null || child.signalCode !== null);
const stillRuns = async (run: Run) => {
  await pause(2_500);
  return run.child.exitCode === null && run.child.signalCode === null;
};
function terminate(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}

const WAYS = {
  SIGTERM: async (run: Run) => run.child.kill('SIGTERM'),
  SIGINT: async (run: Run) => run.child.kill('SIGINT'),
  SIGHUP: async (run: Run) => run.child.kill('SIGHUP'),
  SIGKILL: async (run: Run) => run.child.kill('SIGKILL'),
  key: () => press('ctrl+q'),
  twice: async (run: Run) => {
    run.child.kill('SIGTERM');
    await pause(20);
    run.child.kill('SIGTERM');
  },
} as const;
