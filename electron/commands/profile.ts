import path from 'node:path';
import { isProviderProfile, MAX_PROFILE_BYTES, readProfile } from '../../shared/profile/read.ts';
import type { ProfileFlaw } from '../../shared/profile/rules.ts';
import { leftFromStarter, starterProfile } from '../../shared/profile/starter.ts';
import { brokenPromises, trialsOf, unrequestedClaims } from '../../shared/render/profiled/prove.ts';
import { brokenProviderPromises } from '../../shared/render/profiled/prove-provider.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { readRegular } from '../services/files/regular.ts';
import { EXIT, readOptions, refuse } from './common.ts';
import { describeProblems } from './problems.ts';

/** The options that the command reads. */
export const OPTIONS = { json: { type: 'boolean' } } as const;

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
  if (action === 'check') return check(operand, values.json === true);
  const text = starterProfile(operand);
  if (text === undefined)
    return refuse({
      code: 'bad-kind',
      message: `“${operand}” is no kind: 1 to 40 of a-z, 0-9 and hyphen, beginning with a letter. It names the app in workspaces, such as my-app.`,
    });
  process.stdout.write(text);
  process.stderr.write(
    `Save it as ${operand}.profile.yaml beside your workspace, and name it there: profiles: [./${operand}.profile.yaml]\n`,
  );
  return EXIT.well;
}

async function check(file: string, json: boolean): Promise<number> {
  const text = await textOf(file);
  if (!text.ok) return refuse(text.error);
  const read = readProfile(text.value);
  const app = read.ok && !isProviderProfile(read.profile) ? read.profile : undefined;
  const provider = read.ok && isProviderProfile(read.profile) ? read.profile : undefined;
  const trials = app === undefined ? [] : trialsOf(app);
  const broken =
    app !== undefined
      ? brokenPromises(app, trials)
      : provider !== undefined
        ? brokenProviderPromises(provider)
        : [];
  const placed = (flaws: readonly ProfileFlaw[], code: string, severity: 'error' | 'warning') =>
    read.ok ? flaws.map((one) => read.placed(one, code, severity)) : [];
  const problems =
    app === undefined
      ? read.ok
        ? []
        : read.problems
      : placed(leftFromStarter(app), 'from-starter', 'error');
  const warnings =
    app === undefined ? [] : placed(unrequestedClaims(app, trials), 'unrequested-claim', 'warning');
  const well = problems.length === 0 && broken.length === 0;
  const wellNamed = !read.ok || path.basename(file).split('.')[0] === read.profile.kind;
  if (json) {
    const report = {
      ok: well,
      ...(read.ok ? { kind: read.profile.kind } : {}),
      problems,
      broken_promises: broken,
      warnings,
    };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    const said = [...problems, ...warnings];
    if (said.length > 0) process.stderr.write(`${describeProblems(file, said)}\n`);
    process.stderr.write(broken.map((one) => `${file}: ${one}\n`).join(''));
  }
  if (!json && read.ok && well)
    process.stdout.write(
      `${file}: well. ${read.profile.name} at ${read.profile.versions.lines.length} ${read.profile.versions.lines.length === 1 ? 'version' : 'versions'}, ${isProviderProfile(read.profile) ? 'with several apps and kinds of client' : 'with every kind of provider and every setting'}.${wellNamed ? '' : ` In Latchkey’s own folder of profiles its name would have to be ${read.profile.kind}.yaml.`}\n`,
    );
  return well ? EXIT.well : EXIT.failed;
}

async function textOf(file: string): Promise<Result<string>> {
  const read = await readRegular(file, MAX_PROFILE_BYTES);
  if (!read.ok) return read;
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(read.value));
  } catch {
    return fail('not-utf-8', `${file} is not UTF-8. Save it as UTF-8 in your editor.`);
  }
}
