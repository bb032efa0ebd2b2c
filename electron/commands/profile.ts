import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { builtInProfile, builtInProvider } from '../../shared/profile/built-in.ts';
import type { ProfileFlaw } from '../../shared/profile/flaw.ts';
import { neverCounts } from '../../shared/profile/never-counts.ts';
import type { ProviderProfile } from '../../shared/profile/provider-schema.ts';
import { isProviderProfile, MAX_PROFILE_BYTES, readProfile } from '../../shared/profile/read.ts';
import type { AppProfile } from '../../shared/profile/schema.ts';
import { leftFromStarter, starterProfile, starterProvider } from '../../shared/profile/starter.ts';
import { brokenPromises, casesOf, trialsOf, unrequestedClaims } from '../../shared/render/profiled/prove.ts';
import {
  brokenProviderPromises,
  providerCasesOf,
  providerTrialsOf,
} from '../../shared/render/profiled/prove-provider.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { describedBy, providerDescribedBy, settingsTaken } from '../../shared/workspace/own-profiles.ts';
import { MAX_BYTES } from '../../shared/workspace/yaml-reader.ts';
import { readProfileFiles } from '../services/files/profile-files.ts';
import { readRegular } from '../services/files/regular.ts';
import { EXIT, readOptions, refuse } from './common.ts';
import { describeProblems } from './problems.ts';

/** The options that the command reads. */
export const OPTIONS = {
  json: { type: 'boolean' },
  workspace: { type: 'string' },
  provider: { type: 'boolean' },
} as const;

const NO_OTHERS: ReadonlyMap<string, string> = new Map();

/** `latchkey profile`: checks a profile, or prints the beginning of one. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('profile', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [action, operand, ...more] = positionals;
  if (more.length > 0 || operand === undefined || (action !== 'check' && action !== 'new'))
    return refuse({
      code: 'wrong-use',
      message: 'profile takes “check FILE” or “new KIND”. See latchkey profile --help.',
    });
  if (action === 'check' && values.provider === true)
    return refuse({
      code: 'wrong-use',
      message:
        '--provider belongs to “profile new”: a file says itself which side it is of. See latchkey profile --help.',
    });
  if (action === 'check') return check(operand, values.json === true, values.workspace);
  if (values.json === true || values.workspace !== undefined)
    return refuse({
      code: 'wrong-use',
      message: '--json and --workspace belong to “profile check”. See latchkey profile --help.',
    });
  const ofProvider = values.provider === true;
  const owner = (ofProvider ? providerDescribedBy : describedBy)(operand, NO_OTHERS);
  if (owner !== undefined)
    return refuse({
      code: 'profile-kind-taken',
      message: `${owner} the kind “${operand}”: see latchkey apps ${operand}. Choose another name for yours.`,
    });
  const text = (ofProvider ? starterProvider : starterProfile)(operand);
  if (text === undefined)
    return refuse({
      code: 'bad-kind',
      message: `“${operand}” is no kind: 1 to 40 of a-z, 0-9 and hyphen, beginning with a letter. It names the ${ofProvider ? 'provider' : 'app'} in workspaces, such as ${ofProvider ? 'my-provider' : 'my-app'}.`,
    });
  process.stdout.write(text);
  process.stderr.write(
    `Save it as ${operand}.profile.yaml beside your workspace, and name it there: profiles: [./${operand}.profile.yaml]\n`,
  );
  return EXIT.well;
}

async function check(file: string, json: boolean, workspace: string | undefined): Promise<number> {
  const text = await textOf(file);
  if (!text.ok) return refuse(text.error);
  const read = readProfile(text.value);
  const side = read.ok && isProviderProfile(read.profile);
  const others = workspace === undefined ? undefined : await otherKinds(workspace, file, side);
  if (others?.ok === false) return refuse(others.error);
  const found = read.ok ? judge(read.profile) : NOTHING;
  const taken = read.ok ? takenFlaw(read.profile, others?.value) : undefined;
  const placed = (flaws: readonly ProfileFlaw[], code: string, severity: 'error' | 'warning') =>
    read.ok ? flaws.map((one) => read.placed(one, code, severity)) : [];
  const kindTaken = (severity: 'error' | 'warning') =>
    taken?.severity === severity ? placed([taken.flaw], 'profile-kind-taken', severity) : [];
  const problems = read.ok
    ? [
        ...kindTaken('error'),
        ...placed(found.taken, 'setting-taken', 'error'),
        ...placed(found.left, 'from-starter', 'error'),
      ]
    : read.problems;
  const warnings = [
    ...kindTaken('warning'),
    ...placed(found.never, 'never-counts', 'warning'),
    ...placed(found.unrequested, 'unrequested-claim', 'warning'),
  ];
  const well = problems.length === 0 && found.broken.length === 0;
  if (json) {
    const report = {
      ok: well,
      ...(read.ok ? { kind: read.profile.kind } : {}),
      problems,
      broken_promises: found.broken,
      warnings,
      ...(read.ok ? { tried: found.tried } : {}),
    };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return well ? EXIT.well : EXIT.failed;
  }
  const said = [...problems, ...warnings];
  if (said.length > 0) process.stderr.write(`${describeProblems(file, said)}\n`);
  process.stderr.write(found.broken.map((one) => `${file}: ${one}\n`).join(''));
  if (read.ok && well) {
    const { kind, name, versions } = read.profile;
    const lines = versions.lines.length;
    const named = path.basename(file).split('.')[0] === kind;
    process.stdout.write(
      `${file}: well. ${name} at ${lines} ${lines === 1 ? 'version' : 'versions'}, ${triedIn(found.tried, isProviderProfile(read.profile))}.${named ? '' : ` In Latchkey’s own folder of profiles its name would have to be ${kind}.yaml.`}\n`,
    );
  }
  return well ? EXIT.well : EXIT.failed;
}

/** In how many cases a profile was rendered, and whether those are all. */
interface Tried {
  readonly cases: number;
  readonly complete: boolean;
}

/** What rendering a profile says of it. */
interface Judged {
  readonly left: readonly ProfileFlaw[];
  readonly taken: readonly ProfileFlaw[];
  readonly broken: readonly string[];
  readonly unrequested: readonly ProfileFlaw[];
  readonly never: readonly ProfileFlaw[];
  readonly tried: Tried;
}

const NOTHING: Judged = {
  left: [],
  taken: [],
  broken: [],
  unrequested: [],
  never: [],
  tried: { cases: 0, complete: true },
};

function judge(profile: AppProfile | ProviderProfile): Judged {
  if (isProviderProfile(profile)) {
    const cases = providerCasesOf(profile);
    return {
      ...NOTHING,
      left: leftFromStarter(profile),
      never: neverCounts(profile),
      broken: brokenProviderPromises(profile, providerTrialsOf(profile, cases)),
      tried: { cases: cases.cases.length, complete: cases.complete },
    };
  }
  const cases = casesOf(profile);
  const trials = trialsOf(profile, cases);
  return {
    left: leftFromStarter(profile),
    taken: settingsTaken(profile),
    broken: brokenPromises(profile, trials),
    unrequested: unrequestedClaims(profile, trials),
    never: neverCounts(profile),
    tried: { cases: cases.cases.length, complete: cases.complete },
  };
}

/** What was tried, as the end of a sentence. */
function triedIn({ cases, complete }: Tried, ofProvider: boolean): string {
  if (complete)
    return `tried in ${cases} cases: ${ofProvider ? 'with several apps and kinds of client' : 'with every kind of provider and every setting'}`;
  return `tried in ${cases} cases, which are not all: every version, ${ofProvider ? 'app and kind of client' : 'kind of provider, edition and value of a setting'} is there, not each beside each other one; the same cases every time`;
}

async function textOf(file: string, most = MAX_PROFILE_BYTES): Promise<Result<string>> {
  const read = await readRegular(file, most);
  if (!read.ok) return read;
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(read.value));
  } catch {
    return fail('not-utf-8', `${file} is not UTF-8. Save it as UTF-8 in your editor.`);
  }
}

/** The kinds of this side that the other profiles of a workspace describe, with the file of each. */
async function otherKinds(
  workspace: string,
  file: string,
  ofProviders: boolean,
): Promise<Result<ReadonlyMap<string, string>>> {
  const text = await textOf(workspace, MAX_BYTES);
  if (!text.ok) return text;
  const own = await realpath(file).catch(() => file);
  const folder = path.dirname(await realpath(workspace).catch(() => workspace));
  const kinds = new Map<string, string>();
  for (const [name, read] of await readProfileFiles(workspace, text.value)) {
    const real = await realpath(path.join(folder, name)).catch(() => undefined);
    if (real === own || !read.ok || !read.value.ok) continue;
    const { profile } = read.value;
    if (isProviderProfile(profile) === ofProviders && !kinds.has(profile.kind)) kinds.set(profile.kind, name);
  }
  return ok(kinds);
}

/**
 * That a kind is taken. Without a workspace it is a warning: the file may be a better one for Latchkey’s own folder.
 *
 * @param others the kinds of the other files of the workspace, if one is given
 */
function takenFlaw(
  profile: AppProfile | ProviderProfile,
  others: ReadonlyMap<string, string> | undefined,
): { readonly flaw: ProfileFlaw; readonly severity: 'error' | 'warning' } | undefined {
  const { kind } = profile;
  const owner = isProviderProfile(profile)
    ? providerDescribedBy(kind, others ?? NO_OTHERS)
    : describedBy(kind, others ?? NO_OTHERS);
  const own = isProviderProfile(profile) ? builtInProvider(kind) : builtInProfile(kind);
  if (owner === undefined || (others === undefined && isDeepStrictEqual(own, profile))) return undefined;
  return {
    flaw: {
      path: ['kind'],
      message: `${owner} the kind “${kind}”. Beside a workspace this file would not be used.`,
      suggestion: 'Give the kind another name, unless the file is to replace Latchkey’s own.',
    },
    severity: others === undefined ? 'warning' : 'error',
  };
}
