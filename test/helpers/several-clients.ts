import { readFileSync } from 'node:fs';
import { readAppProfile } from '../../shared/profile/read.ts';
import type { AppProfile } from '../../shared/profile/schema.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../shared/workspace/types.ts';

/** A profile with a public client, one with a secret, and one whose id is fixed. */
export const TOWER_TEXT = readFileSync(
  new URL('../fixtures/several-clients.profile.yaml', import.meta.url),
  'utf8',
);

const read = readAppProfile(TOWER_TEXT);
if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
export const TOWER: AppProfile = read.profile;

/** A workspace with these apps at one provider, `home`. An app is an Example Tower unless it says otherwise. */
export const towers = (
  provider: Partial<ProviderEntry> = {},
  apps: Readonly<Record<string, Partial<AppEntry>>> = { tower: {} },
): Workspace => ({
  latchkey: 1,
  id: 'test',
  providers: { home: { kind: 'authelia', url: 'https://auth.example.com', ...provider } },
  apps: Object.fromEntries(
    Object.entries(apps).map(([id, app]) => [
      id,
      { kind: TOWER.kind, url: `https://${id}.example.com`, provider: 'home', ...app },
    ]),
  ),
  profiles: ['./several-clients.profile.yaml'],
  own_kinds: { [TOWER.kind]: TOWER },
});
