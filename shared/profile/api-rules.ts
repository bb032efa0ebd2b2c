import { compareVersions } from '../version.ts';
import { quoted } from '../workspace/problem.ts';
import type { ProfileFlaw } from './flaw.ts';
import { isQuickPattern, QUICK_PATTERN } from './pattern.ts';
import type { ProfileApi, ProfileNoApi, ProfileTarget } from './schema.ts';

/** The keys of other things in an address: `:client`. */
const keysIn = (url: string): string[] =>
  [...url.matchAll(/(?<=[/=]):([a-z][a-z0-9-]*)/g)].map((match) => match[1]!);

/** What a profile's `api` names that is not there, and what could never be done, read back or taken back. */
export function apiFlaws(
  api: ProfileApi | ProfileNoApi | undefined,
  targets: readonly ProfileTarget[],
  hook?: string,
): ProfileFlaw[] {
  if (api === undefined || 'none' in api) return [];
  const { finds = [], things = [] } = api;
  const flaws: ProfileFlaw[] = [];
  // Only code that knows the product can say it in place of the profile.
  const byHook = hook === 'authentik';
  if ((api.things === undefined) !== byHook || (byHook && api.finds !== undefined))
    flaws.push({
      path: ['api'],
      message: byHook ? 'A hook says what its API takes.' : '“things” is missing.',
      suggestion: byHook ? 'Take finds and things out.' : 'Say what is read, made, changed and removed.',
    });
  if (api.since !== undefined && api.before !== undefined && compareVersions(api.since, api.before) >= 0)
    flaws.push({
      path: ['api', 'since'],
      message: 'No version is both.',
      suggestion: 'Let since be older than before.',
    });
  const known = new Set<string>();
  const found = finds.map(({ id }) => id);
  const lists = new Set(finds.filter(({ each }) => each !== undefined).map(({ id }) => id));
  const ids = [...found, ...things.map(({ id }) => id)];
  for (const [index, { id, url }] of finds.entries()) {
    const flaw = (below: string, message: string, suggestion: string) =>
      flaws.push({ path: ['api', 'finds', index, below], message, suggestion });
    if (found.indexOf(id) < index)
      flaw('id', `The find ${quoted(id)} is there twice.`, 'Give it another id.');
    if (keysIn(url).length > 0)
      flaw('url', 'Nothing is known yet where this is looked up.', 'Take the key out.');
  }
  for (const [index, thing] of things.entries()) {
    const { id, part_of, read, key, keys, make, change, remove, entry, secrets, as, body, since, before } =
      thing;
    const flaw = (below: readonly (string | number)[], message: string, suggestion: string) =>
      flaws.push({ path: ['api', 'things', index, ...below], message, suggestion });
    if (ids.indexOf(id) < found.length + index)
      flaw(['id'], `The thing ${quoted(id)} is there twice.`, 'Give it another id.');
    if ((as === undefined) === (body === undefined) && (as !== undefined || keys === undefined))
      flaw(
        [],
        'It is not said once what it is to be.',
        'Write either as: { file: … } or { http: … }, or body.',
      );
    if (as !== undefined && 'file' in as && !targets.some((one) => 'file' in one && one.file === as.file))
      flaw(['as', 'file'], `There is no target with the file ${quoted(as.file)}.`, 'Name one of “targets”.');
    if (as !== undefined && 'http' in as && targets.filter((one) => 'http' in one)[as.http] === undefined)
      flaw(['as', 'http'], 'There are not so many requests under “targets”.', 'The first is 0.');
    if (make === undefined && change === undefined && entry === undefined)
      flaw([], 'No request makes or changes it.', 'Write make, change, or both; or entry.');
    if (entry !== undefined && (make ?? change ?? remove) !== undefined)
      flaw(
        ['entry'],
        'An entry is made, changed and removed by its list.',
        'Leave make, change and remove out.',
      );
    for (const name of ['fixed', 'includes', 'stated'] as const)
      for (const [at, path] of (thing[name] ?? []).entries())
        if (
          body !== undefined &&
          !Object.keys(body).some((one) => one === path || one.startsWith(`${path}/`))
        )
          flaw([name, at], `“${path}” is not among what is sent.`, 'Name a key of “body”.');
    if (typeof secrets === 'object' && !isQuickPattern(secrets.masked))
      flaw(['secrets', 'masked'], 'The pattern may take long.', QUICK_PATTERN);
    if (part_of !== undefined && !ids.slice(found.length, found.length + index).includes(part_of))
      flaw(['part_of'], `There is no thing ${quoted(part_of)} above.`, 'Name one that is made before.');
    if (part_of !== undefined && make !== undefined)
      flaw(['make'], 'A part is there as soon as what it belongs to is.', 'Write change alone.');
    for (const [name, of] of Object.entries(keys ?? {})) {
      const one = typeof of === 'string' ? of : of.list;
      if (!known.has(one) && !found.includes(one))
        flaw(
          ['keys', name],
          `The key of ${quoted(one)} is not known here.`,
          'Name a thing above with a “key”, or what is found.',
        );
      if (typeof of === 'string' && lists.has(of))
        flaw(['keys', name], `${quoted(of)} has several keys.`, `Write { list: ${of} }.`);
    }
    // Whoever presses a button has to have a way back.
    if (make !== undefined && remove === undefined)
      flaw(
        ['make'],
        'What is made could not be taken back.',
        'Write under “remove” where DELETE removes it.',
      );
    if (since !== undefined && before !== undefined && compareVersions(since, before) >= 0)
      flaw(['since'], 'No version is both.', 'Let since be older than before.');
    const own = new Set([...known, ...found.filter((one) => !lists.has(one))]);
    const above = new Set(own);
    if (key !== undefined) own.add(id);
    const addresses = [
      [['read', 'url'], read.url, above],
      [['make', 'url'], make?.url, above],
      [['change', 'url'], change?.url, own],
      [['remove'], remove, own],
      [['entry', 'url'], entry?.url, known],
    ] as const;
    for (const [path, url, keys] of addresses)
      for (const name of keysIn(url ?? ''))
        if (!keys.has(name))
          flaw(
            path,
            `The key of ${quoted(name)} is not known here.`,
            'Name a thing above with a “key”; of the thing itself it is known once it is there.',
          );
    if (key !== undefined) known.add(id);
  }
  return flaws;
}
