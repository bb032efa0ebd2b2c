import { compareVersions, parseVersion, type Version } from '../version.ts';
import { quoted } from '../workspace/problem.ts';
import { APP_KEYS } from '../workspace/rules.ts';
import { isSecretKey } from '../workspace/secret-looks.ts';
import type { ProfileFlaw } from './flaw.ts';
import { isPattern, isQuickPattern, QUICK_PATTERN } from './pattern.ts';
import { type Known, possible } from './possible.ts';
import type { AppProfile, ProfileSetting } from './schema.ts';

/** What a profile says twice, or against itself: its editions, settings and callbacks. */
export const contradictions = (profile: AppProfile): ProfileFlaw[] => [
  ...editionFlaws(profile.editions ?? []),
  ...Object.entries(profile.settings ?? {}).flatMap(([key, setting]) => settingFlaws(key, setting)),
  ...callbackFlaws(profile),
];

/** The values that the settings and editions of an app may have. */
export const knownOf = ({ settings, editions }: AppProfile): Known => ({
  ...(settings === undefined ? {} : { settings }),
  ...(editions === undefined ? {} : { editions: editions.map(({ id }) => id) }),
});

function editionFlaws(editions: NonNullable<AppProfile['editions']>): ProfileFlaw[] {
  const ids = editions.map(({ id }) => id);
  return [
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) < index
        ? [
            {
              path: ['editions', index, 'id'],
              message: `The edition ${quoted(id)} is there twice.`,
              suggestion: 'Give one of them another id, or take it out.',
            },
          ]
        : [],
    ),
    ...(editions.length > 0 && !editions.some(({ supported }) => supported)
      ? [
          {
            path: ['editions'],
            message: 'No edition here has the login, so nothing could ever be written for this app.',
            suggestion: 'Write supported: true at the edition that has it.',
          },
        ]
      : []),
  ];
}

/** What is of no use in a setting, or couldn't be entered. */
function settingFlaws(key: string, setting: ProfileSetting): ProfileFlaw[] {
  const { type, choices, default: preset, default_from, pattern, form, example } = setting;
  const flaws: ProfileFlaw[] = [];
  const flaw = (below: string | undefined, message: string, suggestion: string) =>
    flaws.push({ path: ['settings', key, ...(below === undefined ? [] : [below])], message, suggestion });

  if (isSecretKey(key))
    flaws.push({
      path: ['settings', key],
      about: 'key',
      message: `${quoted(key)} is the name of a secret, which no workspace may hold.`,
      suggestion: 'Give the setting another name, such as sso_only for disable_password.',
    });
  if (APP_KEYS.includes(key))
    flaws.push({
      path: ['settings', key],
      about: 'key',
      message: `${quoted(key)} is a key that every app has in a workspace.`,
      suggestion: 'Give the setting another name, so that nobody takes one for the other.',
    });
  if ((type === 'choice') !== (choices !== undefined))
    flaw(undefined, 'Choices belong to the type “choice”.', 'Write both or neither.');
  const twice = choices?.find((one, index) => choices.indexOf(one) < index);
  if (twice !== undefined) flaw('choices', `${quoted(twice)} is there twice.`, 'Keep one of them.');
  if (pattern !== undefined && type !== 'text')
    flaw('pattern', 'A pattern belongs to the type “text”.', 'Take it out.');
  else if (pattern !== undefined && !isPattern(pattern))
    flaw('pattern', `${quoted(pattern)} is no regular expression.`, 'Mend it or leave it out.');
  else if (pattern !== undefined && !isQuickPattern(pattern))
    flaw('pattern', 'This regular expression could take very long.', QUICK_PATTERN);
  if (form !== undefined && type !== 'text')
    flaw('form', 'A form belongs to the type “text”.', 'Take it out.');
  if (preset !== undefined && default_from !== undefined)
    flaw('default_from', 'A setting has one default.', 'Keep default or default_from.');
  if (default_from !== undefined && type !== 'text')
    flaw('default_from', 'A name is a text.', 'Write type: text, or take default_from out.');
  if (example !== undefined && type === 'boolean')
    flaw('example', 'What is only on or off needs no example.', 'Take it out.');
  for (const [name, value] of [
    ['default', preset],
    ['example', type === 'boolean' ? undefined : example],
  ] as const) {
    const wrong = value === undefined || flaws.length > 0 ? undefined : misfit(setting, value);
    if (wrong !== undefined) flaw(name, `The ${name} ${quoted(String(value))} ${wrong[0]}.`, wrong[1]);
  }
  return flaws;
}

/** Why nobody could enter this value, and what to write instead. */
function misfit(
  { type, choices = [], pattern }: ProfileSetting,
  value: string | boolean,
): readonly [string, string] | undefined {
  if ((typeof value === 'boolean') !== (type === 'boolean'))
    return type === 'boolean'
      ? ['is a text', 'Write true or false, without quotes.']
      : ['is no text', `Write it in quotes, or type: boolean.`];
  if (type === 'choice' && !choices.includes(String(value)))
    return ['is not among the choices', `Write one of them: ${choices.map(quoted).join(', ')}.`];
  return pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(String(value))
    ? [`is not of the form of the pattern ${quoted(pattern)}`, 'Mend one of them.']
    : undefined;
}

function callbackFlaws(profile: AppProfile): ProfileFlaw[] {
  const all = profile.callbacks.map((one) =>
    typeof one === 'string' ? { uri: one } : 'uri' in one ? one : { ...one, uri: undefined },
  );
  return all.flatMap((one, index) => {
    const twin = all
      .slice(0, index)
      .find(
        ({ uri, ...when }) =>
          uri !== undefined && uri === one.uri && possible([when, one], [], knownOf(profile)),
      );
    return twin === undefined
      ? []
      : [
          {
            path: ['callbacks', index],
            message: `The callback ${quoted(one.uri!)} is there twice.`,
            suggestion: 'Keep one of them, or give them conditions that exclude each other.',
          },
        ];
  });
}

/** What is wrong with the versions of either side, and with what depends on them. */
export function versionFlaws(profile: { readonly versions: AppProfile['versions'] }): ProfileFlaw[] {
  const { lines, patches = [], released, too_old } = profile.versions;
  const flaws: ProfileFlaw[] = [];
  const flaw = (path: ProfileFlaw['path'], message: string, suggestion: string) =>
    flaws.push({ path: ['versions', ...path], message, suggestion });
  const byAge = (one: Version, other: Version) => compareVersions(one, other);
  for (const [place, list] of Object.entries({ lines, patches }))
    for (const [index, version] of list.entries()) {
      const before = list[index - 1];
      if (before === undefined) continue;
      if (byAge(before, version) === 0)
        flaw([place, index], `${version} and ${before} are the same version.`, 'Name each once.');
      else if (byAge(before, version) > 0)
        flaw([place, index], `${version} is older than ${before} before it.`, 'Name the oldest first.');
      else if (place === 'lines' && isInside(version, before))
        flaw(
          [place, index],
          `${version} lies inside ${before}, which is a line itself.`,
          `Name it under patches, or write the line as ${before}.0.`,
        );
    }
  for (const [index, patch] of patches.entries())
    if (lines.some((line) => byAge(line, patch) === 0))
      flaw(['patches', index], `${patch} is one of the lines already.`, 'Take it out here.');
  const [oldest, newest] = [
    lines.reduce(older),
    lines.reduce((one, two) => (older(one, two) === one ? two : one)),
  ];
  if (released !== undefined && !isInside(released, newest) && byAge(released, newest) > 0)
    flaw(['released'], `${released} is newer than every line.`, 'Add its line, or correct it.');
  if (released !== undefined && byAge(released, oldest) < 0)
    flaw(['released'], `${released} is older than every line.`, 'Correct it, or add its line.');
  if (too_old !== undefined && byAge(too_old.before, oldest) > 0)
    flaw(
      ['too_old', 'before'],
      `${oldest} is a line, and older than ${too_old.before}.`,
      'Take the line out, or write an older version here.',
    );
  return [...flaws, ...emptyRanges(profile, [])];
}

const older = (one: Version, other: Version): Version => (compareVersions(one, other) <= 0 ? one : other);

/** True if a version begins with the numbers of a line and goes on. */
function isInside(version: Version, line: Version): boolean {
  const [inner, outer] = [parseVersion(version)!, parseVersion(line)!];
  return inner.length > outer.length && outer.every((part, at) => inner[at] === part);
}

/** Parts of a profile that count at no version, because they end before they begin. */
function emptyRanges(node: unknown, path: ProfileFlaw['path']): ProfileFlaw[] {
  if (typeof node !== 'object' || node === null) return [];
  const { since, before } = node as { since?: unknown; before?: unknown };
  const isVersion = (one: unknown): one is Version =>
    typeof one === 'string' && parseVersion(one) !== undefined;
  return [
    ...(isVersion(since) && isVersion(before) && compareVersions(since, before) >= 0
      ? [
          {
            path: [...path, 'before'],
            message: `Before ${before} and since ${since} is never.`,
            suggestion: 'Write the older version as since, the newer as before.',
          },
        ]
      : []),
    ...Object.entries(node).flatMap(([key, inner]) =>
      emptyRanges(inner, [...path, Array.isArray(node) ? Number(key) : key]),
    ),
  ];
}
