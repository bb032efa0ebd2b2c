import { examine } from '../../shared/existing/doctor/doctor.ts';
import { fixed } from '../../shared/existing/doctor/fix.ts';
import { type GivenFile, type Known, readExisting } from '../../shared/existing/doctor/reading.ts';
import { type Finding, toldOf } from '../../shared/existing/doctor/rule.ts';
import { unifiedDiff } from '../../shared/existing/merge/diff.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { parseVersion } from '../../shared/version.ts';
import { APP_KINDS } from '../../shared/workspace/kinds.ts';
import { secretSpans } from '../../shared/workspace/secret-looks.ts';
import { versionsByKind } from '../../shared/workspace/versions-by-kind.ts';
import { dataFolder } from '../services/files/data-folder.ts';
import {
  readExisting as readForChange,
  type WrittenFile,
  writeExisting,
} from '../services/files/merge-files.ts';
import { comparer } from '../services/secrets/imported.ts';
import { EXIT, loadWorkspace, readOptions, refuse, tell } from './common.ts';
import { findingsAsText } from './findings-text.ts';
import { readGiven } from './given-files.ts';

/** The options that the command reads. */
export const OPTIONS = {
  json: { type: 'boolean' },
  fix: { type: 'boolean' },
  'provider-version': { type: 'string' },
  'app-version': { type: 'string', multiple: true },
  workspace: { type: 'string' },
} as const;

type Matches = (clear: string, digest: string) => boolean | undefined;

/** `latchkey doctor`: examines files that exist. Exit status 1 if one of them has an error. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('doctor', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  if (positionals.length === 0)
    return refuse({
      code: 'wrong-use',
      message: 'doctor needs at least one file or folder. See latchkey doctor --help.',
    });
  const files = await readGiven(positionals);
  if (!files.ok) return refuse(files.error);
  const known = await knownVersions(values);
  if (!known.ok) return refuse(known.error);
  const reading = readExisting(files.value, known.value);
  const matches = await comparer(reading);
  const found = examine(reading, matches);
  const mended = values.fix ? await mend(files.value, known.value, matches, values.json === true) : undefined;
  if (mended?.ok === false) return refuse(mended.error);
  const findings = mended?.value.left ?? found;
  const told = { findings: findings.map(toldOf), ...(mended ? { fixed: mended.value.written } : {}) };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(told, null, 2)}\n`
      : findings.length === 0
        ? nothing(files.value.length)
        : findingsAsText(findings),
  );
  if (findings.some(({ severity }) => severity === 'error')) return EXIT.failed;
  const unknown = findings.filter(({ rule }) => rule === 'file-not-recognised').length;
  return unknown === files.value.length ? EXIT.inconclusive : EXIT.well;
}

/** Shows what the safe fixes change, and then writes it, with a backup of each file. */
async function mend(
  files: readonly GivenFile[],
  known: Known,
  matches: Matches,
  json: boolean,
): Promise<Result<{ readonly left: readonly Finding[]; readonly written: readonly WrittenFile[] }>> {
  const { changes, left } = fixed(files, matches, known);
  if (changes.length === 0) return ok({ left, written: [] });
  const diffs = changes.map(({ merged }) => unifiedDiff(merged, secretSpans));
  (json ? process.stderr : process.stdout).write(`${diffs.join('')}\n`);
  const existing = await readForChange(changes.map(({ merged }) => merged.name));
  if (!existing.ok) return existing;
  const changed = existing.value.find(({ text }, index) => {
    const { mark, before } = changes[index]!.merged;
    return text !== mark + before;
  });
  if (changed !== undefined)
    return fail('existing-changed', `${changed.name} was changed meanwhile. Run the command again.`);
  const written = await writeExisting(
    existing.value.map((file, index) => {
      const { mark, after } = changes[index]!.merged;
      return { file, text: mark + after };
    }),
    dataFolder(),
  );
  if (!written.ok) return written;
  for (const { name, backup } of written.value)
    tell(`${name}: written; as it was in ${backup}. latchkey merge --undo ${name} brings it back.\n`);
  return ok({ left, written: written.value });
}

/** The versions that the options and a workspace tell. */
async function knownVersions(values: {
  readonly 'provider-version'?: string;
  readonly 'app-version'?: string[];
  readonly workspace?: string;
}): Promise<Result<Known>> {
  const wrong = (option: string, form: string) =>
    fail('wrong-use', `--${option} wants ${form}. See latchkey doctor --help.`);
  const provider = values['provider-version'];
  if (provider !== undefined && parseVersion(provider) === undefined)
    return wrong('provider-version', 'a version such as 4.39');
  const apps: Record<string, string> = {};
  for (const told of values['app-version'] ?? []) {
    const [kind = '', version = ''] = told.split('=', 2);
    if (!APP_KINDS.includes(kind) || parseVersion(version) === undefined)
      return wrong('app-version', 'the kind of an app and its version, as KIND=5.2');
    apps[kind] = version;
  }
  const workspace = values.workspace === undefined ? undefined : await loadWorkspace(values.workspace);
  if (workspace?.ok === false) return workspace;
  return ok({
    ...(provider === undefined ? {} : { provider }),
    apps,
    ...(workspace === undefined ? {} : { workspace: versionsByKind(workspace.value) }),
  });
}

const nothing = (files: number): string => `Nothing found in ${files} ${files === 1 ? 'file' : 'files'}.\n`;
