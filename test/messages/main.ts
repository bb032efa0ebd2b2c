/**
 * What real client libraries say of faults.
 *
 *   npm run test:messages                          compares today's messages with the recorded ones
 *   npm run test:messages -- goth pac4j            of these libraries
 *   npm run test:messages -- goth:keys-empty       of one fault
 *   UPDATE=1 npm run test:messages -- …            records them anew
 *   npm run test:messages -- --measure [--details] what `explain` says of the recorded ones
 *   npm run test:messages -- --table               the libraries, as docs/messages.md has them
 *
 * `AT_ONCE` says how many logins run at the same time (default: 2). Exit status 1 if a message differs.
 */

import { FAULTS, HEALTHY, type MessageFault } from './faults.ts';
import { LIBRARIES } from './libraries.ts';
import { type Library, missing, prepare } from './library.ts';
import { libraryTable } from './library-table.ts';
import { pasted, type Recording, readRecorded, writeRecorded } from './recordings.ts';
import { shape } from './stand-ins.ts';

const TRIES = 3;

/** Runs what the arguments name. Returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--measure')) {
    const { measure } = await import('./measure.ts');
    console.log(measure(args.includes('--details')));
    return 0;
  }
  if (args.includes('--table')) {
    console.log(libraryTable());
    return 0;
  }
  const wanted = args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.split(':'));
  const unknown = wanted.filter(([id]) => !LIBRARIES.some((one) => one.id === id));
  if (unknown.length > 0) {
    console.error(`There is no library ${unknown.map(([id]) => id).join(', ')}.`);
    return 2;
  }
  const update = process.env['UPDATE'] === '1';
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const library of LIBRARIES) {
    const asked = wanted.filter(([id]) => id === library.id);
    if (wanted.length > 0 && asked.length === 0) continue;
    const only = asked.flatMap(([, fault]) => fault ?? []);
    const faults = [undefined, ...FAULTS].filter(
      (one) => only.length === 0 || only.includes(one?.id ?? HEALTHY),
    );
    const why = missing(library);
    if (why !== undefined) {
      console.log(`SKIPPED ${library.id}: ${why}`);
      counts.skipped += faults.length;
      continue;
    }
    const result = await runLibrary(library, faults, update);
    counts.passed += result.passed;
    counts.failed += result.failed;
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 ? 1 : 0;
}

async function runLibrary(
  library: Library,
  faults: readonly (MessageFault | undefined)[],
  update: boolean,
): Promise<{ passed: number; failed: number }> {
  // These load the whole of Latchkey, which the table has no need of.
  const { pool } = await import('../faults/laboratory.ts');
  const began = Date.now();
  const folder = prepare(library);
  const known = readRecorded(library.id);
  const problems: string[] = [];
  const made = await pool(faults, Number(process.env['AT_ONCE'] ?? 2), async (fault) => {
    const id = fault?.id ?? HEALTHY;
    const recording = await withTries(library, folder, fault).catch((error: unknown) => {
      problems.push(`${library.id} ${id}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    const before = known?.recordings.find((one) => one.fault === id);
    if (recording && !update && !isSame(before, recording))
      problems.push(`${library.id} ${id}: ${before ? 'the message is another one' : 'not recorded'}`);
    return recording;
  });
  const recordings = made.filter((one) => one !== undefined);
  if (update) {
    const kept = (known?.recordings ?? []).filter(
      (one) => !recordings.some(({ fault }) => fault === one.fault),
    );
    const order = [HEALTHY, ...FAULTS.map(({ id }) => id)];
    writeRecorded({
      library: library.id,
      language: library.language,
      versions: library.versions(folder),
      recordings: [...recordings, ...kept]
        .filter(({ fault }) => order.includes(fault))
        .sort((a, b) => order.indexOf(a.fault) - order.indexOf(b.fault)),
    });
  }
  const outcomes = (name: string) => recordings.filter(({ outcome }) => outcome === name).length;
  const empty = recordings.filter((one) => one.outcome === 'refused' && pasted(one) === '').length;
  const isHealthy = recordings.every((one) => one.fault !== HEALTHY || one.outcome === 'signed-in');
  if (!isHealthy) problems.push(`${library.id}: the login without a fault does not end well`);
  console.log(
    `${library.id}: ${outcomes('refused')} refused (${empty} without a word), ${outcomes('signed-in')} signed in, ${outcomes('at-provider')} stopped at the provider, ${Math.round((Date.now() - began) / 1000)} s`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
  return { passed: faults.length - problems.length, failed: problems.length };
}

/** A port may be taken by another program meanwhile, so a login gets several tries. */
async function withTries(
  library: Library,
  folder: string,
  fault: MessageFault | undefined,
): Promise<Recording> {
  const { oneLogin } = await import('./one-login.ts');
  for (let tries = 1; ; tries++) {
    try {
      return await oneLogin(library, folder, fault);
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

const isSame = (before: Recording | undefined, now: Recording): boolean =>
  before !== undefined && before.outcome === now.outcome && shape(pasted(before)) === shape(pasted(now));
