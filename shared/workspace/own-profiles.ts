import { isMap, isScalar, isSeq } from 'yaml';
import type { ZodType } from 'zod';
import { own } from '../own.ts';
import type { ProfileFlaw as PlacedFlaw } from '../profile/flaw.ts';
import type { ProviderProfile } from '../profile/provider-schema.ts';
import type { ReadProfile } from '../profile/read.ts';
import type { AppProfile } from '../profile/schema.ts';
import { sampleValues } from '../profile/value.ts';
import type { Result } from '../result.ts';
import { APP_KINDS, PROVIDER_KINDS } from './kinds.ts';
import { quoted, type WorkspaceProblem } from './problem.ts';
import { MAX_OWN_PROFILES, profilePathRule } from './rules.ts';
import { SettingsSchema } from './schema.ts';
import type { OwnKinds, OwnProviders } from './types.ts';
import { MAX_BYTES, readYaml } from './yaml-reader.ts';

/**
 * The files that a workspace names under `profiles`, by the path that it writes: as profiles, or why a file can't
 * be read. Whoever reads the workspace reads them, because pure code has no files.
 */
export type ProfileFiles = ReadonlyMap<string, Result<ReadProfile<AppProfile | ProviderProfile>>>;

export const NO_PROFILES: ProfileFiles = new Map();

/** The paths under `profiles` that may be read, each once. Empty for a text without them, or one that is no YAML. */
export function namedProfiles(text: string): readonly string[] {
  // Most workspaces have none, and parsing takes time.
  if (!/^["']?profiles["']?[ \t]*:/m.test(text) || text.length > MAX_BYTES) return [];
  const root = readYaml(text.startsWith('\ufeff') ? text.slice(1) : text).document?.contents;
  const list = isMap(root) ? root.get('profiles') : undefined;
  if (!isSeq(list)) return [];
  const named = list.items.flatMap((item) =>
    isScalar(item) && typeof item.value === 'string' && profilePathRule(item.value) === undefined
      ? [item.value]
      : [],
  );
  return [...new Set(named)].slice(0, MAX_OWN_PROFILES);
}

/** Something that is wrong with one of the files, for its line in the workspace. */
export interface ProfileFlaw {
  /** Its place in the list. */
  readonly index: number;
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
}

/**
 * The settings of a profile that a workspace has a rule of its own for, which refuses what the profile lets people
 * enter. `pkce` is one: there it is none or S256.
 */
export function settingsTaken({ settings = {} }: Pick<AppProfile, 'settings'>): PlacedFlaw[] {
  return Object.entries(settings).flatMap(([key, setting]): PlacedFlaw[] => {
    const rule = own(SettingsSchema.shape as Readonly<Record<string, ZodType>>, key);
    const refused =
      rule === undefined ? [] : sampleValues(setting).filter((one) => !rule.safeParse(one).success);
    return refused.length === 0
      ? []
      : [
          {
            path: ['settings', key],
            about: 'key',
            message: `A workspace has a rule of its own for ${quoted(key)}, which refuses ${quoted(String(refused[0]))}.`,
            suggestion: 'Give the setting another name.',
          },
        ];
  });
}

/** What the named files come to. */
export interface OwnProfiles {
  readonly kinds: OwnKinds;
  readonly providers: OwnProviders;
  /** False if a file is not in use. A kind that is not known may then be the one that it describes. */
  readonly complete: boolean;
  readonly flaws: readonly ProfileFlaw[];
  /** Mistakes inside the files, with their names. */
  readonly problems: readonly WorkspaceProblem[];
}

/**
 * Who describes a kind of app already, as the beginning of a sentence: Latchkey, or one of these files. Undefined if
 * the kind is free.
 */
export const describedBy = (kind: string, files: ReadonlyMap<string, string>): string | undefined =>
  owner(kind, APP_KINDS, files);

/** The same for a kind of provider. */
export const providerDescribedBy = (kind: string, files: ReadonlyMap<string, string>): string | undefined =>
  owner(kind, PROVIDER_KINDS, files);

function owner(
  kind: string,
  known: readonly string[],
  files: ReadonlyMap<string, string>,
): string | undefined {
  if (known.includes(kind)) return 'Latchkey itself describes';
  const file = files.get(kind);
  return file === undefined ? undefined : `${quoted(file)} describes`;
}

/**
 * Takes the kinds from the files, in the order of the list. A kind that Latchkey or an earlier file has is not taken:
 * a file that somebody sent could otherwise change what “gitea” means.
 */
export function ownProfiles(names: unknown, files: ProfileFiles): OwnProfiles {
  const kinds = new Map<string, OwnKinds[string]>();
  const providers = new Map<string, OwnProviders[string]>();
  const from = { app: new Map<string, string>(), provider: new Map<string, string>() };
  const flaws: ProfileFlaw[] = [];
  const problems: WorkspaceProblem[] = [];
  const list = Array.isArray(names) ? names : [];
  const seen = new Set<string>();
  for (const [index, name] of list.entries()) {
    if (typeof name !== 'string' || profilePathRule(name) !== undefined || seen.has(name)) continue;
    seen.add(name);
    const flaw = (code: string, message: string, suggestion: string) =>
      flaws.push({ index, code, message, suggestion });
    const file = files.get(name);
    if (!file?.ok) {
      flaw(
        'profile-unreadable',
        `The profile ${quoted(name)} is not in use. ${file?.error.message ?? 'It was not read.'}`,
        'Put the file back, or take the line out.',
      );
    } else if (!file.value.ok) {
      const count = file.value.problems.length;
      flaw(
        'profile-invalid',
        `The profile ${quoted(name)} is not in use: it has ${count === 1 ? 'a mistake' : `${count} mistakes`}.`,
        'Mend the file; the mistakes are listed with its name.',
      );
      for (const problem of file.value.problems)
        problems.push({ ...problem, severity: 'warning', path: ['profiles', index], file: name });
    } else {
      const { profile, placed } = file.value;
      const provider = 'side' in profile ? profile : undefined;
      if (provider?.hook !== undefined) {
        flaw(
          'profile-invalid',
          `The profile ${quoted(name)} is not in use: it names a hook, which only Latchkey’s own profiles have.`,
          'Say by targets how a client is registered there.',
        );
        continue;
      }
      const taken = ('side' in profile ? [] : settingsTaken(profile)).map((one) =>
        placed(one, 'setting-taken', 'warning'),
      );
      if (taken.length > 0) {
        flaw(
          'profile-invalid',
          `The profile ${quoted(name)} is not in use: ${taken[0]!.message}`,
          taken[0]!.suggestion,
        );
        problems.push(...taken.map((one) => ({ ...one, path: ['profiles', index], file: name })));
        continue;
      }
      const other = provider
        ? providerDescribedBy(profile.kind, from.provider)
        : describedBy(profile.kind, from.app);
      if (other === undefined) {
        if ('side' in profile) providers.set(profile.kind, profile);
        else kinds.set(profile.kind, profile);
        from[provider ? 'provider' : 'app'].set(profile.kind, name);
      } else
        flaw(
          'profile-kind-taken',
          `The profile ${quoted(name)} is not in use: ${other} the kind ${quoted(profile.kind)}.`,
          `Give the kind in the file another name, and the ${provider ? 'providers' : 'apps'} that use it; or take the line out.`,
        );
    }
  }
  return {
    kinds: Object.fromEntries(kinds),
    providers: Object.fromEntries(providers),
    complete: flaws.length === 0,
    flaws,
    problems,
  };
}
