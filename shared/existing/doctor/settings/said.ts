import type { ProfileJson } from '../../../profile/schema.ts';
import { partsOf } from '../../../profile/template.ts';
import type { Place as TargetPlace } from '../../../targets/keys.ts';
import { type ReadTargets, readSources, type TargetsSaid } from '../../../targets/read-targets.ts';
import type { ReadEntry } from '../../../targets/reading.ts';
import { readBest } from '../../../targets/recognise.ts';
import type { ReadSource } from '../../../targets/sources.ts';
import type { Version } from '../../../version.ts';
import type { SettingValue } from '../../../workspace/types.ts';
import type { KnownApp } from '../known-app.ts';
import { isDynamic, type Node, type Place } from '../tree.ts';

/** A value that a file of an app states. */
export interface Stated {
  readonly value: string;
  readonly at: Place;
  /** The app's own name for it. */
  readonly name: string;
}

/** A value of a file under a name that the profile knows, and how the profile writes it. */
export interface Written {
  readonly name: string;
  readonly at: Place;
  readonly value: string;
  readonly dynamic: boolean;
  readonly key: ProfileTargetKey;
}

export interface ProfileTargetKey {
  readonly name: string;
  /** Every form that the profile gives it. */
  readonly forms: readonly ProfileJson[];
  /** True if it is written at every version and with every setting. */
  readonly always: boolean;
  readonly since?: Version;
}

/** What a file says of an app. */
export interface Said {
  /** By the variable of the profile: `client_id`, `issuer`, `app.url`, `settings.KEY` … */
  readonly said: Readonly<Record<string, Stated>>;
  /** Its settings, as far as they say anything but the default. */
  readonly settings: Readonly<Record<string, SettingValue>>;
}

/** What a source says of an app, by the variables of its profile and with the places of the file. */
export function saidIn(
  app: KnownApp,
  source: ReadSource,
  written: readonly Written[],
  version: Version | undefined,
): Said {
  const places = new Map(written.map((one) => [one.name, one.at]));
  const { said: told, settings } = toldBy(
    readAt(app, source, version),
    ({ name, span }) => places.get(name) ?? { file: written[0]!.at.file, start: span.offset },
    (key) => written.find(({ key: { forms } }) => JSON.stringify(forms).includes(`settings.${key}`)),
  );
  const said: Record<string, Stated> = { ...told };
  for (const one of asWritten(written)) said[one.variable] ??= one.stated;
  return { said, settings };
}

/** What was read, as texts with the places that `placeOf` gives. */
export function toldBy(
  { said: known, secrets }: ReadTargets,
  placeOf: (place: TargetPlace) => Place,
  settingAt: (key: string) => { readonly name: string; readonly at: Place } | undefined = () => undefined,
): Said {
  const said: Record<string, Stated> = {};
  const put = (variable: string, value: string, place: TargetPlace): void => {
    said[variable] ??= { value, at: placeOf(place), name: place.name };
  };
  for (const [variable, { value, places }] of Object.entries(known.values)) {
    const [place] = places;
    if (place !== undefined) put(variable, typeof value === 'string' ? value : value.join(' '), place);
  }
  for (const { variable, place } of known.secrets) put(variable, secrets[variable]!, place);
  for (const [key, value] of Object.entries({ ...known.usual, ...known.settings })) {
    const at = settingAt(key);
    if (at !== undefined) said[`settings.${key}`] ??= { value: textOf(value), at: at.at, name: at.name };
  }
  return { said, settings: known.settings };
}

const textOf = (value: TargetsSaid['settings'][string]): string =>
  Array.isArray(value) ? value.join(' ') : String(value);

/** At the version that the files say, else at the newest at which most is understood. */
function readAt(app: KnownApp, source: ReadSource, version: Version | undefined) {
  if (version !== undefined) return readSources(app.profile, [source], { version });
  const newest = readSources(app.profile, [source], { version: app.version });
  const { not_understood, contradictions } = newest.said;
  return not_understood.length + contradictions.length === 0 ? newest : readBest(app.profile, [source]).read;
}

/**
 * What is told of a variable that stands alone under its name, although the profile would write it otherwise or in several
 * ways: an issuer with a slash too much is still the issuer that the app is told.
 */
const asWritten = (written: readonly Written[]): { readonly variable: string; readonly stated: Stated }[] =>
  written.flatMap(({ name, at, value, dynamic, key }) => {
    const [form] = key.forms;
    // What is made of variables is known where it was filled in.
    const isMade = dynamic || /\$(?:\{|[A-Za-z_])/.test(value);
    if (isMade || value === '' || key.forms.length !== 1 || typeof form !== 'string') return [];
    const [part] = partsOf(form);
    return part === undefined || !/^\{[^{}]*\}$/.test(form)
      ? []
      : [{ variable: part.name, stated: { value, at, name } }];
  });

/** The most values of a file that are looked at. */
const MOST_ENTRIES = 20_000;

/** The values of a tree with their paths, as the readers of `shared/targets` have them. */
export function entriesOf(root: Node): ReadEntry[] {
  const found: ReadEntry[] = [];
  const walk = (node: Node, path: readonly (string | number)[], depth: number, from = node.start): void => {
    if (found.length >= MOST_ENTRIES || depth > 64) return;
    if (node.type === 'map' && node.entries.length > 0)
      for (const { key, value, at } of node.entries) walk(value, [...path, key], depth + 1, at.start);
    else if (node.type === 'list' && node.items.length > 0)
      for (const [index, item] of node.items.entries()) walk(item, [...path, index], depth + 1, from);
    else {
      const span = {
        line: node.file.source.position(node.start).line,
        column: 1,
        offset: node.start,
        length: node.end - node.start,
      };
      const key = String(path.findLast((step) => typeof step === 'string') ?? '');
      found.push({
        path,
        value: node.type === 'scalar' ? node.value : node.type === 'list' ? [] : {},
        span,
        key: { ...span, offset: from, length: key.length },
        quoted: 'none',
        ...(node.tag === undefined ? {} : { tag: node.tag }),
        ...(isDynamic(node) ? { interpolates: ['a template'] } : {}),
      });
    }
  };
  walk(root, [], 0);
  return found;
}
