import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockBeside, withLock } from '../../../../electron/services/files/lock.ts';
import { lifeOf, markProcess } from '../../../../electron/services/files/process-life.ts';
import type { Failure } from '../../../../shared/result.ts';
import { bundle } from '../bundle.ts';

const linux = process.platform === 'linux';
const built = mkdtempSync(join(tmpdir(), 'latchkey-lock-built-'));
let entry = '';
let folder = '';
let file = '';
beforeAll(async () => {
  entry = await bundle(join(import.meta.dirname, 'fixtures/lock-entry.ts'), built);
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));
const running = new Set<ChildProcess>();
let programs = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-lock-'));
  file = join(folder, 'home.latchkey.yaml');
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script in a process of its own. Each line it prints is collected. */
function program(script: string) {
  const source = join(folder, `program-${++programs}.mjs`);
  writeFileSync(
    source,
    `import { lockBeside, withLock, openNumbers, readWorkspace, writeWorkspace } from ${JSON.stringify(entry)};
     import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
     const file = ${JSON.stringify(file)}, folder = ${JSON.stringify(folder)};
     const say = (line) => writeSync(1, line + '\\n');
     const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
     const refused = (failure) => { throw new Error(failure.code); };
     ${script}`,
  );
  const child = spawn(process.execPath, [source], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let text = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0 || signal === 'SIGKILL') resolve(signal);
      else reject(new Error(`ended with ${code ?? signal}: ${errors}`));
    });
  });
  return {
    child,
    ended,
    /** Complete lines so far. */
    lines: () => text.split('\n').slice(0, -1),
    async said(line: string) {
      while (!this.lines().includes(line)) {
        if (child.exitCode !== null) throw new Error(`it ended without “${line}”: ${errors}`);
        await sleep(5);
      }
    },
  };
}
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const refused = (failure: Failure) => failure.code;

describe('a lock across processes', () => {
  // Each program adds 1 to a number and tells the number it wrote. If two ever held the lock at once, a number
  // would be told twice.
  const ADDER = `
    for (;;) {
      await withLock(lockBeside(file), async () => {
        const before = Number(existsSync(file) ? readFileSync(file, 'utf8') : 0);
        if (Math.random() < 0.3) await sleep(Math.random() * 3);
        if (existsSync(folder + '/stop')) return;
        writeFileSync(file + '.next-' + process.pid, String(before + 1));
        (await import('node:fs')).renameSync(file + '.next-' + process.pid, file);
        say(String(before + 1));
      }, refused, { patienceMs: 60000 });
      if (existsSync(folder + '/stop')) break;
      if (Math.random() < 0.2) await sleep(Math.random() * 2);
    }`;

  it('is held by one at a time, whatever is killed at any moment', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.array(fc.integer({ min: 20, max: 250 }), { minLength: 2, maxLength: 5 }),
        async (together, kills) => {
          rmSync(folder, { recursive: true, force: true });
          mkdirSync(folder);
          const all = Array.from({ length: together }, () => program(ADDER));
          const started = [...all];
          for (const wait of kills) {
            await sleep(wait);
            const victim = started[wait % started.length]!;
            victim.child.kill('SIGKILL');
            await victim.ended;
            started.splice(started.indexOf(victim), 1, program(ADDER));
            all.push(started.at(-1)!, ...started.filter((one) => !all.includes(one)));
          }
          // All that are left get the lock once more.
          const counts = started.map((one) => one.lines().length);
          while (started.some((one, index) => one.lines().length < counts[index]! + 2)) await sleep(10);
          writeFileSync(join(folder, 'stop'), '');
          await Promise.all(started.map(({ ended }) => ended));
          const told = [...new Set(all)].flatMap((one) => one.lines()).map(Number);
          expect(new Set(told).size).toBe(told.length);
          // Whoever was killed may have written a number and not told it.
          const last = Number(readFileSync(file, 'utf8'));
          expect(last - told.length).toBeGreaterThanOrEqual(0);
          expect(last - told.length).toBeLessThanOrEqual(kills.length);
          expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('of a killed process is free at once, however young it is', async () => {
    const holder = program(
      `await withLock(lockBeside(file), async () => { say('held'); await sleep(60000); }, refused);`,
    );
    await holder.said('held');
    holder.child.kill('SIGKILL');
    await holder.ended;
    const began = performance.now();
    expect(await withLock(lockBeside(file), async () => 'had', refused)).toBe('had');
    expect(performance.now() - began).toBeLessThan(2000);
    expect(existsSync(lockBeside(file))).toBe(false);
  });

  it('of a living process stays, however old its claim and however still the process is', async () => {
    const holder = program(
      `await withLock(lockBeside(file), async () => { say('held'); await sleep(60000); }, refused);`,
    );
    await holder.said('held');
    const place = lockBeside(file);
    const [claim] = readdirSync(place);
    const longAgo = new Date('2001-01-01T00:00:00Z');
    utimesSync(join(place, claim!), longAgo, longAgo);
    utimesSync(place, longAgo, longAgo);
    holder.child.kill('SIGSTOP');
    const answer = await withLock<Failure | string>(
      place,
      async () => 'had',
      (failure) => failure,
      {
        patienceMs: 300,
      },
    );
    expect(answer).toMatchObject({ code: 'lock-busy' });
    expect((answer as Failure).message).toContain(
      linux ? `(process ${holder.child.pid})` : 'Another Latchkey',
    );
    expect(readdirSync(place)).toEqual([claim]);
    holder.child.kill('SIGKILL');
    await holder.ended;
    expect(await withLock(place, async () => 'had', refused)).toBe('had');
  });

  it('is not taken from a helper that outlives its program', async () => {
    const holder = program(`
      const { spawn } = await import('node:child_process');
      const helper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
      await withLock(lockBeside(file), async (hold) => { await hold.share(helper.pid); say(String(helper.pid)); say('held'); await sleep(60000); }, refused);`);
    await holder.said('held');
    const helper = Number(holder.lines()[0]);
    try {
      holder.child.kill('SIGKILL');
      await holder.ended;
      const place = lockBeside(file);
      const first = await withLock(place, async () => 'had', refused, { patienceMs: 200 });
      expect(first).toBe(linux ? 'lock-busy' : 'had');
    } finally {
      process.kill(helper, 'SIGKILL');
    }
    expect(await withLock(lockBeside(file), async () => 'had', refused)).toBe('had');
  });

  it.runIf(linux)('knows a process from a later one with the same number', async () => {
    const own = (await markProcess())!;
    expect(await lifeOf(own)).toBe('alive');
    expect(await lifeOf({ ...own, start: String(Number(own.start) - 1) })).toBe('dead');
    expect(await lifeOf({ ...own, boot: 'abc' })).toBe('dead');
    expect(await lifeOf({ ...own, space: '1' })).toBe('unknown');
    expect(await lifeOf({ ...own, boot: 'abc', machine: 'def' })).toBe('unknown');
    expect(await markProcess(4_194_304 + 1)).toBeUndefined();
  });

  it.runIf(linux)(
    'does not count the living number in a claim of the dead, nor break one it can’t judge',
    async () => {
      const place = lockBeside(file);
      const { pid, start, space, boot, machine } = (await markProcess())!;
      const claim = (...parts: (string | number)[]) =>
        ['00001767225600', '0123456789abcdef', ...parts].join('-');
      mkdirSync(place);
      writeFileSync(join(place, claim(pid, `${start}1`, space, boot, machine)), '');
      expect(await withLock(place, async () => 'had', refused)).toBe('had');
      expect(existsSync(place)).toBe(false);
      mkdirSync(place);
      writeFileSync(join(place, claim(pid, start, `${space}1`, boot, machine)), '');
      const answer = await withLock<Failure | string>(
        place,
        async () => 'had',
        (failure) => failure,
        {
          patienceMs: 100,
        },
      );
      expect(answer).toMatchObject({ code: 'lock-busy', detail: expect.stringContaining(place) });
    },
  );

  it('can be asked for again by the work that has it, and by nobody else of the process', async () => {
    const place = lockBeside(file);
    const order: string[] = [];
    let late: Promise<unknown> | undefined;
    const first = withLock(
      place,
      async () => {
        order.push('first');
        await withLock(place, async () => void order.push('first, inside'), refused);
        late = (async () => {
          await sleep(30);
          await withLock(place, async () => void order.push('left behind'), refused);
        })();
        await sleep(10);
        order.push('first ends');
      },
      refused,
    );
    const second = withLock(
      place,
      async () => {
        order.push('second');
        await sleep(60);
        order.push('second ends');
      },
      refused,
    );
    await Promise.all([first, second]);
    await late;
    expect(order).toEqual(['first', 'first, inside', 'first ends', 'second', 'second ends', 'left behind']);
  });

  it('is given back when the work fails', async () => {
    const place = lockBeside(file);
    await expect(
      withLock(
        place,
        async () => {
          throw new Error('work');
        },
        refused,
      ),
    ).rejects.toThrow('work');
    expect(await withLock(place, async () => 'had', refused)).toBe('had');
  });

  it('says what stands in the way of it', async () => {
    const nowhere = join(folder, 'missing', 'x.yaml');
    expect(await withLock(lockBeside(nowhere), async () => 'had', refused)).toBe('file-missing');
    writeFileSync(lockBeside(file), 'a file');
    expect(await withLock(lockBeside(file), async () => 'had', refused)).toBe('file-not-a-folder');
    rmSync(lockBeside(file));
    symlinkSync(tmpdir(), lockBeside(file));
    expect(await withLock(lockBeside(file), async () => 'had', refused)).toBe('file-not-a-folder');
  });
});

describe('a workspace file that two programs write', () => {
  it('loses no accepted change, also when programs are killed', { timeout: 60_000 }, async () => {
    writeFileSync(file, '');
    const WRITER = `
      for (let n = 0; n < 40; ) {
        const read = await readWorkspace(file);
        if (!read.ok) throw new Error(read.error.code);
        const line = process.pid + '-' + n + '\\n';
        const text = new TextDecoder().decode(read.value.bytes);
        const written = await writeWorkspace(file, text + line, read.value.sha256);
        if (written.ok) { say(line.trim()); n += 1; }
        else if (written.error.code !== 'workspace-changed-on-disk') throw new Error(written.error.code);
      }`;
    const writers = [program(WRITER), program(WRITER), program(WRITER)];
    const doomed = program(WRITER);
    while (doomed.lines().length < 3) await sleep(2);
    doomed.child.kill('SIGKILL');
    await Promise.all([...writers, doomed].map(({ ended }) => ended));
    const kept = readFileSync(file, 'utf8').split('\n');
    const accepted = [...writers, doomed].flatMap((one) => one.lines());
    expect(accepted.length).toBeGreaterThanOrEqual(123);
    expect(accepted.filter((line) => !kept.includes(line))).toEqual([]);
    // The doomed one may have been the last at work; then its claim lies there until somebody wants the lock.
    expect(await withLock(lockBeside(file), async () => 'had', refused)).toBe('had');
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });
});

describe('a note that two programs change', () => {
  it('keeps what both wrote', { timeout: 60_000 }, async () => {
    const notes = join(folder, 'notes.json');
    const NOTER = `
      const notes = openNumbers(${JSON.stringify(notes)});
      for (let n = 0; n < 30; n += 1) {
        const line = process.pid + '-' + n;
        const done = await notes.update((now) => [...now, line]);
        if (!done.ok) throw new Error(done.error.code);
        say(line);
      }`;
    const noters = [program(NOTER), program(NOTER), program(NOTER)];
    await Promise.all(noters.map(({ ended }) => ended));
    const kept = JSON.parse(readFileSync(notes, 'utf8')) as string[];
    expect([...kept].sort()).toEqual(noters.flatMap((one) => one.lines()).sort());
  });
});
