import type { AppProfile } from '../profile/schema.ts';
import type { Version } from '../version.ts';
import { readCompose } from './compose.ts';
import { envNames } from './keys.ts';
import { type ReadTargets, readSources } from './read-targets.ts';
import { type ReadSource, readSource, type SourceFormat, type SourceText } from './sources.ts';

/** A profile that texts may belong to. */
export interface Recognised {
  readonly kind: string;
  /** The versions at which most is understood, oldest first; all of them if the texts don’t tell. */
  readonly versions: readonly Version[];
  /** The edition, where only one fits. */
  readonly edition?: string;
  /** `certain`: nothing else fits as well, and it is much. `likely`: nothing else fits as well. `possible`: something does. */
  readonly confidence: 'certain' | 'likely' | 'possible';
  /** Why, as a sentence. */
  readonly reason: string;
  /** What is read at the newest of these versions. */
  readonly read: ReadTargets;
}

/** So many keys of one profile are no coincidence. */
const ENOUGH = 3;

/**
 * The profiles that texts belong to, the best first; empty if nothing is recognised. `callbacks` are redirect URIs that
 * are known from elsewhere, such as from the provider’s side.
 */
export function recognise(
  profiles: readonly AppProfile[],
  texts: readonly SourceText[],
  callbacks: readonly string[] = [],
): Recognised[] {
  const found = profiles.flatMap((profile) => {
    const best = bestOf(profile, texts, callbacks);
    return best === undefined ? [] : [best];
  });
  const sorted = found.sort((a, b) => b.score - a.score);
  const [first, second] = sorted;
  if (first === undefined) return [];
  return sorted
    .filter(({ score }) => score * 2 >= first.score)
    .map((one) => {
      const { profile, versions, read, score, hits, callback } = one;
      const isAlone = one === first && (second === undefined || second.score < score);
      const isMuch = hits + (callback ? ENOUGH : 0) >= ENOUGH;
      const { edition } = read.said;
      return {
        kind: profile.kind,
        versions,
        ...(edition === undefined ? {} : { edition }),
        confidence: !isAlone
          ? 'possible'
          : isMuch && (second === undefined || second.score * 1.5 <= score)
            ? 'certain'
            : 'likely',
        reason: [
          `${hits} ${hits === 1 ? 'key is one' : 'keys are those'} of ${profile.name}`,
          ...(callback ? ['the redirect URI has its form'] : []),
        ]
          .join(', and ')
          .concat('.'),
        read,
      };
    });
}

interface Best {
  readonly profile: AppProfile;
  readonly versions: readonly Version[];
  readonly read: ReadTargets;
  readonly hits: number;
  readonly callback: boolean;
  readonly score: number;
}

function bestOf(
  profile: AppProfile,
  texts: readonly SourceText[],
  callbacks: readonly string[],
): Best | undefined {
  if (!mayHave(profile, texts)) return undefined;
  const names = envNames(profile);
  const {
    versions,
    read,
    worth: most,
  } = readBest(
    profile,
    texts.map((one) => readSource(one, names)),
  );
  // The client id is what every side of a client has.
  if (most <= 0 || read.said.values['client_id'] === undefined) return undefined;
  const stated = read.said.values['callback']?.value;
  const callback = [...callbacks, ...(typeof stated === 'string' ? [stated] : [])].some((uri) =>
    profile.callbacks.some((one) =>
      hasForm(uri, typeof one === 'string' ? one : 'later' in one ? one.example : one.uri),
    ),
  );
  return {
    profile,
    versions,
    read,
    hits: read.said.understood,
    callback,
    score: most + (callback ? ENOUGH : 0),
  };
}

/** What texts say of a profile at the versions at which most of it is understood, read at the newest of them. */
export function readBest(
  profile: AppProfile,
  sources: readonly ReadSource[],
): { readonly versions: readonly Version[]; readonly read: ReadTargets; readonly worth: number } {
  const all = profile.versions.lines.map((version) => {
    const read = readSources(profile, sources, { version });
    return { version, read, worth: worthOf(read) };
  });
  const worth = Math.max(...all.map((one) => one.worth));
  const fitting = all.filter((one) => one.worth === worth);
  return { versions: fitting.map(({ version }) => version), read: fitting.at(-1)!.read, worth };
}

const worthOf = ({ said }: ReadTargets): number =>
  said.understood -
  said.contradictions.length -
  said.not_understood.filter(({ code }) => code === 'value-not-known').length;

/** True if a name of the profile is anywhere in the texts: cheap, before all of it is read. */
function mayHave(profile: AppProfile, texts: readonly SourceText[]): boolean {
  const names = profile.targets.flatMap((target) =>
    'command' in target
      ? target.command.flatMap((one) => (typeof one === 'string' ? [one] : []))
      : Object.keys('fields' in target ? target.fields : 'body' in target ? target.body : target.keys).map(
          (name) => name.split('/').at(-1)!,
        ),
  );
  return texts.some(({ text }) => names.some((name) => name.length > 2 && text.includes(name)));
}

/** True if an address may have been made from a template: the literal parts of its path, in order. */
function hasForm(uri: string, template: string): boolean {
  const parts = template.replace(/^\{app\.(?:url|origin)\}/, '').split(/\{[^}]*\}/);
  if (parts.every((part) => part.length < 2)) return false;
  let from = 0;
  for (const part of parts) {
    const at = uri.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return uri.endsWith(parts.at(-1)!);
}

const ENDINGS: Readonly<Record<string, SourceFormat>> = {
  env: 'env',
  yml: 'yaml',
  yaml: 'yaml',
  json: 'json',
  toml: 'toml',
  ini: 'ini',
  conf: 'ini',
  cfg: 'ini',
  xml: 'xml',
  php: 'php',
  py: 'python',
  rb: 'ruby',
  sh: 'command',
};

/** The format of a file by its name alone; a compose file is YAML. Undefined if it is none of them. */
export function formatByName(name: string): SourceFormat | undefined {
  const file = name.split(/[\\/]/).at(-1)!.toLowerCase();
  return /^\.?env(?:\.|$)|\.env(?:\.|$)/.test(file) ? 'env' : ENDINGS[file.split('.').at(-1)!];
}

/** The same, and of YAML whether it is a compose file: for that it is read. */
export function formatOf(name: string, text: string): SourceFormat | undefined {
  const format = formatByName(name);
  return format === 'yaml' && readCompose(text).services.length > 0 ? 'compose' : format;
}
