import type { Change, Forecast } from '../../shared/forecast/forecast.ts';
import { forecast } from '../../shared/forecast/forecast.ts';
import { type SameChange, sameChanges } from '../../shared/forecast/same-changes.ts';
import { EXIT, loadWorkspace, readOptions, refuse } from './common.ts';

/** The options that the command reads. */
export const OPTIONS = {
  provider: { type: 'string' },
  app: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `latchkey upgrade`: what another version of a provider or an app changes in this workspace. Changes nothing. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('upgrade', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [path, ...rest] = positionals;
  const { provider, app, to } = values;
  if (path === undefined || rest.length > 0) return refuse(missing('one workspace file'));
  if (to === undefined) return refuse(missing('--to VERSION'));
  if ((provider === undefined) === (app === undefined)) {
    return refuse(missing('either --provider ID or --app ID'));
  }
  const workspace = await loadWorkspace(path);
  if (!workspace.ok) return refuse(workspace.error);
  const subject =
    provider === undefined
      ? ({ side: 'app', id: app! } as const)
      : ({ side: 'provider', id: provider } as const);
  const result = forecast(workspace.value, subject, to);
  if (!result.ok) return refuse(result.error);
  process.stdout.write(
    values.json ? `${JSON.stringify(result.value, null, 2)}\n` : `${describe(result.value)}\n`,
  );
  return result.value.changes.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.well;
}

const missing = (what: string) => ({
  code: 'wrong-use',
  message: `upgrade needs ${what}. See latchkey upgrade --help.`,
});

/** The forecast as text for a terminal. */
function describe({ id, name, from, to, changes, files }: Forecast): string {
  const [was, is] = [from, to].map((version) => version.requested ?? version.effective);
  const head = `${id}: ${name} ${was} → ${is}`;
  if (changes.length === 0 && files.length === 0) {
    return `${head}\n\nNothing changes for this workspace. The same files fit both versions.`;
  }
  return [
    head,
    ...(changes.length === 0 ? [] : [changes.map(sentence).join('\n')]),
    ...(files.length === 0 ? ['The same files fit both versions.'] : sameChanges(files).map(fileText)),
  ].join('\n\n');
}

const sentence = ({ severity, apps, message, fix, source }: Change): string =>
  [
    `  ${severity.padEnd(8)}${apps.length === 0 ? '' : `${apps.join(', ')}: `}${message}`,
    ...(fix === undefined ? [] : [fix]),
    ...(source === undefined ? [] : [`(${source.ref})`]),
  ].join('\n          ');

function fileText({ paths, change, hunks }: SameChange): string {
  const names = paths.join(', ');
  if (change !== 'different') {
    const many = paths.length > 1;
    return `${names}: ${change === 'new' ? (many ? 'new files' : 'a new file') : many ? 'are no longer written' : 'is no longer written'}`;
  }
  return [
    names,
    ...hunks.flatMap(({ before, lines }) => [`  @@ line ${before}`, ...lines.map((line) => `  ${line}`)]),
  ].join('\n');
}
