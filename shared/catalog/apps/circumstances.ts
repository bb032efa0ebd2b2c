import { canParseUrl } from '../../can-parse-url.ts';
import type { Circumstances } from '../../profile/condition.ts';
import type { AppProfile } from '../../profile/schema.ts';
import type { Filled, Lookup } from '../../profile/template.ts';
import { atLeast, type Version } from '../../version.ts';
import type { AppEntry, ProviderKind } from '../../workspace/types.ts';
import { providerNames } from '../providers/names.ts';

/** The circumstances that the app's own entry decides. What the provider decides is added by `facts`. */
export function circumstancesOf(
  profile: AppProfile,
  entry: AppEntry,
  version: Version,
  facts: Readonly<Record<string, boolean>> = {},
): Circumstances {
  const url = addressOf(entry.url);
  return {
    version,
    setting: (key) => settingOf(profile, entry, version, undefined, key, false),
    ...(entry.edition === undefined ? {} : { edition: entry.edition }),
    facts: {
      'app.https': url?.protocol === 'https:',
      'app.sub_path': url !== undefined && url.pathname !== '/',
      'client.public': entry.token_endpoint_auth_method === 'none',
      'access.groups': (entry.groups ?? []).length > 0,
      ...facts,
    },
  };
}

/** What the variables stand for that follow from the app's own entry. */
export function entryLookup(
  profile: AppProfile,
  entry: AppEntry,
  version: Version,
  providerKind: ProviderKind | undefined,
): Lookup {
  const url = addressOf(entry.url);
  return (name, stated): Filled => {
    if (name.startsWith('settings.'))
      return settingOf(profile, entry, version, providerKind, name.slice('settings.'.length), stated);
    switch (name) {
      case 'app.url':
        return entry.url.replace(/\/+$/, '');
      case 'app.origin':
        return url?.origin;
      case 'app.scheme':
        return url?.protocol.slice(0, -1);
      case 'app.version':
        return version;
      case 'app.host':
        return url?.host;
      case 'app.path':
        return url?.pathname.replace(/\/+$/, '');
      case 'provider.id':
      case 'provider.word':
      case 'provider.kind':
      case 'provider.name':
        return providerNames(entry.provider, providerKind)[name];
      default:
        return undefined;
    }
  };
}

function settingOf(
  profile: AppProfile,
  entry: AppEntry,
  version: Version,
  providerKind: ProviderKind | undefined,
  key: string,
  stated: boolean,
): Filled {
  const setting = profile.settings?.[key];
  // A setting that this version doesn't have counts for nothing, even where the workspace states it.
  if (setting === undefined || !isKnownAt(setting, version)) return undefined;
  const written = entry.settings?.[key];
  if (written !== undefined || stated) return written;
  return setting.default_from === undefined
    ? setting.default
    : providerNames(entry.provider, providerKind)[setting.default_from];
}

/** True if a part of a profile counts at this version. */
export const isKnownAt = (
  { since, before }: { since?: Version; before?: Version },
  version: Version,
): boolean =>
  (since === undefined || atLeast(version, since)) && (before === undefined || !atLeast(version, before));

function addressOf(text: string): URL | undefined {
  return canParseUrl(text) ? new URL(text) : undefined;
}
