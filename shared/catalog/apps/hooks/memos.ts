import type { Version } from '../../../version.ts';
import { textSetting } from '../../../workspace/setting.ts';
import type { AppEntry } from '../../../workspace/types.ts';
import type { Source } from '../../fact.ts';
import { sourceOf } from '../source-of.ts';

/** A source of Memos' profile. */
export const memosSource = (id: string): Source => sourceOf('memos', id);

/** The first version with each change that a renderer or a check must know about. */
export const MEMOS_SINCE = {
  restV2: '0.21',
  restIdentityProviders: '0.22',
  avatar: '0.24.3',
  restKebab: '0.25.3',
  randomState: '0.25.3',
  adminRole: '0.26',
  pkce: '0.26',
  pkceOptional: '0.26.1',
  providerId: '0.27',
  linkTable: '0.28',
  usernameFromIdentifier: '0.30',
  fileConfig: '0.30',
  autoDetect: '0.30',
} as const satisfies Record<string, Version>;

/** The claim that names the user. */
export const memosIdentifierClaim = (entry: AppEntry): string =>
  textSetting(entry, 'identifier_claim') ?? 'preferred_username';

/**
 * The Provider ID (0.27 and newer) and the name of the JSON file (0.30 and newer): lower-case letters, digits
 * and single hyphens, at most 32 characters, so that it matches the pattern of every version (0.28 and newer
 * allow 36).
 */
export function memosProviderId(entry: AppEntry): string {
  const id = (textSetting(entry, 'provider_id') ?? entry.provider)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  return id === '' ? 'sso' : id;
}
