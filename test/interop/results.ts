import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, inject, type RunnerTestSuite } from 'vitest';

/** One line of the table in docs/interop.md. Part and program identify it; a later run replaces it. */
export interface InteropRow {
  /** The number of the part, for sorting. */
  readonly part: number;
  /** What ran, e.g. `Micronaut Security` or `Authelia`. */
  readonly program: string;
  /** Its version; empty if it did not run. */
  readonly version: string;
  /** What the run proves, in one sentence. */
  readonly proved: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or how many tests failed. */
  readonly why?: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string;
}

/** What a part says about itself before it runs. */
export interface InteropPart {
  readonly part: number;
  readonly program: string;
  readonly proved: string;
  /** A function is called after the tests, for a version that only the program itself can tell. */
  readonly version: string | (() => string);
  /** What is missing, e.g. `no JDK (java, javac) and Maven`. Undefined: it can run. */
  readonly skip: string | undefined;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that collects the results of this run. */
    readonly interopResults: string;
  }
}

/**
 * A group of tests that is one line of the table. If it is skipped, its title, the console and the table say
 * so; otherwise its line passes only if every test in the group passed.
 */
export function interopPart(part: InteropPart, tests: () => void): void {
  const { program, proved, skip } = part;
  const base = { part: part.part, program, proved, date: new Date().toISOString().slice(0, 10) };
  if (skip !== undefined) {
    console.warn(`SKIPPED: ${program}: ${skip}`);
    describe.skip(`${program} (SKIPPED: ${skip})`, tests);
    record({ ...base, version: '', status: 'skipped', why: skip });
    return;
  }
  describe(program, () => {
    tests();
    // biome-ignore lint/correctness/noEmptyPattern: the runner wants its fixtures named this way.
    afterAll(({}, suite) => {
      const states = statesOf(suite);
      const failed = states.filter((state) => state === 'fail').length;
      const passed = states.filter((state) => state === 'pass').length;
      const version = typeof part.version === 'string' ? part.version : part.version();
      if (failed > 0)
        record({ ...base, version, status: 'failed', why: `${failed} of ${states.length} tests` });
      else if (passed > 0) record({ ...base, version, status: 'passed' });
    });
  });
}

/** Adds a line to the table directly, for results that don't come from a group of tests. */
export function record(row: InteropRow): void {
  const name = `${row.part}-${row.program}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  writeFileSync(join(inject('interopResults'), `${name}.json`), JSON.stringify(row));
}

/** How every test of the group ended. A failed set-up counts as one failure, because its tests never ran. */
function statesOf(suite: Pick<RunnerTestSuite, 'tasks' | 'result'>): ('pass' | 'fail' | 'skip')[] {
  const states = suite.tasks.flatMap((task) => {
    if (task.type === 'suite') return statesOf(task);
    if (task.result?.state === 'pass') return ['pass' as const];
    return task.mode === 'skip' || task.mode === 'todo' ? ['skip' as const] : ['fail' as const];
  });
  return suite.result?.state === 'fail' && !states.includes('fail') ? ['fail', ...states] : states;
}
