/**
 * Changes one place after the other in the modules that guard something, and checks whether a test notices.
 *
 *   npm run test:mutation                      every module
 *   npm run test:mutation -- listener gate     these modules
 *   npm run test:mutation -- judges            the modules whose names begin so, here one for each judge
 *   npm run test:mutation -- listener:state    one file of a module
 *   npm run test:mutation -- --changed [REV]   the modules with a file that changed since REV (default: main)
 *
 * `WORKERS` in the environment says how many changes are tried at once (default: 2).
 *
 * Exit status 1 if fewer than 90 % of a module's changes are noticed, if a change is neither noticed nor listed in
 * `harmless.json`, or if an entry there doesn't cover exactly one change.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { MODULES } from './modules.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const GOAL = 90;
/**
 * `[{file, after?, line, original, replacement, why}]`: changes that no test can notice, because they change nothing that
 * matters. `line` is the text of the line where the change begins; `after`, where several lines are the same, that of the
 * line before it. So an entry covers one place.
 */
const HARMLESS = JSON.parse(readFileSync(join(ROOT, 'test/mutation/harmless.json'), 'utf8'));

const percent = (part, all) => (all === 0 ? 0 : (100 * part) / all);
const short = (text) => JSON.stringify(text.replace(/\s+/g, ' ')).slice(0, 90);

const isSame = (known, one) =>
  ['file', 'line', 'original', 'replacement'].every((key) => known[key] === one[key]) &&
  (known.after === undefined || known.after === one.after);

/** Killed by a test that waited for something that never came. */
const WAITED = /timed out in \d+ ?ms/i;

process.chdir(ROOT);
const names = chosen(process.argv.slice(2));
if (names.length === 0) console.log('Nothing to do: no guarded file changed.');
const rows = [];
for (const name of names) rows.push(await run(name));
if (rows.length > 0) {
  console.log('\nmodule                 changes  noticed  by time-out  harmless  unnoticed');
  for (const { name, all, noticed, late, harmless, unnoticed } of rows) {
    console.log(
      `${name.padEnd(22)} ${String(all).padStart(7)} ${`${percent(noticed, all).toFixed(1)} %`.padStart(8)} ${String(late).padStart(12)} ${String(harmless).padStart(9)} ${String(unnoticed).padStart(10)}`,
    );
  }
}
const poor = rows.filter(
  ({ noticed, all, unnoticed, wrong }) => percent(noticed, all) < GOAL || unnoticed > 0 || wrong > 0,
);
console.log(`${rows.length - poor.length} passed, ${poor.length} failed`);
process.exitCode = poor.length > 0 ? 1 : 0;

/** The modules that the arguments name. */
function chosen(args) {
  if (args[0] === '--changed') {
    const changed = execFileSync('git', ['diff', '--name-only', args[1] ?? 'main'], {
      encoding: 'utf8',
    }).split('\n');
    return Object.keys(MODULES).filter((name) =>
      MODULES[name].files.some((file) => changed.some((one) => one === file || one.startsWith(`${file}/`))),
    );
  }
  const names = args.flatMap((arg) => {
    const parts = Object.keys(MODULES).filter((name) => name.startsWith(`${arg}:`));
    return parts.length > 0 ? parts : [arg];
  });
  const unknown = names.filter((name) => filesOf(name).length === 0);
  if (unknown.length > 0) {
    console.error(
      `There is no module or file ${unknown.join(', ')}. Known are ${Object.keys(MODULES).join(', ')}.`,
    );
    process.exit(2);
  }
  return names.length > 0 ? names : Object.keys(MODULES);
}

/** The module of `module` or of `module:file`. */
function moduleOf(name) {
  return MODULES[name] ?? MODULES[name.split(':')[0]];
}

/** The files of `module` or of `module:file`. */
function filesOf(name) {
  const files = (moduleOf(name)?.files ?? []).flatMap((file) => filesIn(file, '.ts'));
  return name in MODULES ? files : files.filter((file) => file.endsWith(`/${name.split(':')[1]}.ts`));
}

/** Runs one module and prints what went unnoticed. */
async function run(name) {
  const files = filesOf(name);
  process.env.LATCHKEY_MUTATION_TESTS = moduleOf(name)
    .tests.flatMap((file) => filesIn(file, '.test.ts'))
    .join(',');
  console.log(`\n${name}: ${files.join(', ')}`);
  // Read now: somebody may go on working on them meanwhile.
  const lines = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8').split('\n')]));
  const describe = (result) => changeOf(result, lines);
  const results = await new Stryker({
    mutate: files,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env.WORKERS ?? 2),
    // So long that a busy machine is not taken for a change that hangs.
    timeoutMS: 60_000,
    timeoutFactor: 5,
    reporters: process.stdout.isTTY ? ['progress'] : [],
    logLevel: 'error',
    ignorePatterns: ['dist', 'release', 'test-results', '.cache', 'docs/screens', 'test/e2e'],
    tempDirName: '.stryker-tmp',
    // There is none to rewrite: the copy has every path it needs, and TypeScript 7 has no such interface.
    tsconfigFile: 'none',
    allowEmpty: false,
  }).runMutationTest();
  const counted = results.filter(
    ({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status),
  );
  const seen = counted.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const late = seen.filter(
    ({ status, statusReason }) => status === 'Timeout' || WAITED.test(statusReason ?? ''),
  );
  const missed = counted.filter((result) => !seen.includes(result)).map(describe);
  const unnoticed = missed.filter((one) => !HARMLESS.some((known) => isSame(known, one)));
  for (const { file, at, original, replacement } of unnoticed)
    console.log(`  unnoticed ${file}:${at}  ${short(original)}  →  ${short(replacement)}`);
  const every = results.map(describe);
  const wrong = HARMLESS.filter(({ file }) => files.includes(file)).filter((known) => {
    const covered = every.filter((one) => isSame(known, one)).length;
    if (covered === 1) return false;
    console.log(`  an entry of harmless.json covers ${covered} changes: ${known.file}  ${short(known.line)}`);
    return true;
  });
  return {
    name,
    all: counted.length,
    noticed: seen.length,
    late: late.length,
    harmless: missed.length - unnoticed.length,
    unnoticed: unnoticed.length,
    wrong: wrong.length,
  };
}

/** A change in words that stay the same when other lines move. */
function changeOf({ fileName, location, replacement, mutatorName }, linesOf) {
  const file = relative(ROOT, fileName).split('\\').join('/');
  const lines = linesOf.get(file);
  const { start, end } = location;
  // Lines and columns count from 1.
  const text = lines.slice(start.line - 1, end.line);
  text[text.length - 1] = text.at(-1).slice(0, end.column - 1);
  text[0] = text[0].slice(start.column - 1);
  return {
    file,
    at: start.line,
    after: (lines[start.line - 2] ?? '').trim(),
    line: lines[start.line - 1].trim(),
    original: text.join('\n'),
    replacement: replacement ?? mutatorName,
  };
}

function filesIn(path, ending) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${path}/${file.split('\\').join('/')}`)
    .sort();
}
