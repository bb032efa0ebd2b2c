import { envNames } from '../../../targets/keys.ts';
import type { ReadEntry } from '../../../targets/reading.ts';
import { readBest } from '../../../targets/recognise.ts';
import { type ReadSource, readSource, type SourceFormat } from '../../../targets/sources.ts';
import { type KnownApp, knownApps } from '../known-app.ts';
import type { ReadFile } from '../tree.ts';
import { keysInFile } from './app-files.ts';
import type { AppSide } from './app-side.ts';
import { toldBy } from './said.ts';

/** Formats of an app's own files beside env files, Compose files and trees of YAML or JSON. */
const FORMATS: ReadonlySet<SourceFormat> = new Set([
  'ini',
  'toml',
  'xml',
  'php',
  'python',
  'ruby',
  'command',
]);

export const isOtherFormat = (format: SourceFormat | undefined): format is SourceFormat =>
  format !== undefined && FORMATS.has(format);

/** A file in one of these formats. */
export interface OtherFile {
  readonly file: ReadFile;
  readonly format: SourceFormat;
}

/** So many keys of one app are no coincidence. */
const ENOUGH = 2;
/** Nobody has more such files, and each is compared with every app. */
const MOST_FILES = 40;

/** What such files say of apps. Several files of one app are read together. */
export function sidesOfOthers(files: readonly OtherFile[]): {
  readonly sides: readonly AppSide[];
  readonly unknown: readonly ReadFile[];
} {
  const byApp = new Map<KnownApp, { readonly source: ReadSource; readonly file: ReadFile }[]>();
  const unknown: ReadFile[] = files.slice(MOST_FILES).map(({ file }) => file);
  for (const { file, format } of files.slice(0, MOST_FILES)) {
    const source = readSource({ name: file.name, format, text: file.source.text }, []);
    const best = bestFor(source);
    if (best === undefined) unknown.push(file);
    else byApp.set(best.app, [...(byApp.get(best.app) ?? []), { source: best.source, file }]);
  }
  return {
    sides: [...byApp].map(([app, own]): AppSide => {
      const { read } = readBest(
        app.profile,
        own.map(({ source }) => source),
      );
      const places = new Map(own.map(({ file }) => [file.name, file]));
      const { file } = own[0]!;
      const told = toldBy(read, (place) => ({
        file: places.get(place.source) ?? file,
        start: place.span.offset,
      }));
      const keys = keysInFile(app, file, own[0]!.source.entries);
      return { app, file, ...told, said: atTheirValues(told.said, keys.written), ...keys, elsewhere: [] };
    }),
    unknown,
  };
}

/** The values at their own places, where a profile has them inside a larger one. */
const atTheirValues = (said: AppSide['said'], written: AppSide['written']): AppSide['said'] =>
  Object.fromEntries(
    Object.entries(said).map(([variable, stated]) => {
      const own = written.find(
        ({ key, value }) => value === stated.value && key.forms.every((form) => form === `{${variable}}`),
      );
      return [variable, own === undefined ? stated : { ...stated, at: own.at, name: own.name }];
    }),
  );

/** The app of which a file has the most keys; undefined if none, or if two have as many. */
function bestFor(source: ReadSource): { readonly app: KnownApp; readonly source: ReadSource } | undefined {
  const found = knownApps()
    .flatMap((app) => {
      const own = source.source.format === 'ini' ? asEnvironment(app, source) : source;
      if (own.entries.length === 0 || !hasTarget(app, own.source.format)) return [];
      const { worth, read } = readBest(app.profile, [own]);
      return worth >= ENOUGH || (worth > 0 && read.said.values['client_id'] !== undefined)
        ? [{ app, source: own, worth }]
        : [];
    })
    .sort((a, b) => b.worth - a.worth);
  const [first, second] = found;
  return first !== undefined && (second === undefined || second.worth < first.worth) ? first : undefined;
}

const hasTarget = ({ profile }: KnownApp, format: SourceFormat): boolean =>
  profile.targets.some((target) =>
    format === 'env' || format === 'command'
      ? format in target
      : 'format' in target && target.format === format,
  );

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * An INI file as the environment that stands for it: programs that read both name a variable by a word of their own, the
 * section and the key, `WORD_SECTION_KEY`. An app that has an INI file only is read as that.
 */
function asEnvironment({ profile }: KnownApp, source: ReadSource): ReadSource {
  const names = envNames(profile);
  const word = names[0]?.split('_')[0];
  if (word === undefined || !names.every((name) => name.startsWith(`${word}_`))) return source;
  const known = new Map(names.map((name) => [plain(name.slice(word.length)), name]));
  const entries = source.entries.flatMap((entry): ReadEntry[] => {
    const name = known.get(plain(entry.path.join('_')));
    return name === undefined ? [] : [{ ...entry, path: [name] }];
  });
  return { ...source, source: { ...source.source, format: 'env' }, entries };
}
