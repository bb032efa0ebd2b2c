import { own } from '../../own.ts';
import { builtInProfile } from '../../profile/built-in.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { APP_KINDS, isCodedKind } from '../../workspace/kinds.ts';
import type { AppKind, OwnKinds, Workspace } from '../../workspace/types.ts';
import type { AppDefinition } from '../types.ts';
import { custom } from './custom.ts';
import { APP_HOOKS } from './hooks/index.ts';
import { appFromProfile } from './profiled.ts';
import { undescribed } from './undescribed.ts';

/** Made once for each profile. */
const made = new WeakMap<AppProfile, AppDefinition>();

function madeOf(profile: AppProfile, isOwn: boolean): AppDefinition {
  const known = made.get(profile);
  if (known) return known;
  const definition: AppDefinition = isOwn
    ? { ...appFromProfile(profile), is_own: true }
    : appFromProfile(profile, own(APP_HOOKS, profile.kind));
  made.set(profile, definition);
  return definition;
}

/**
 * The app of a kind: Latchkey's own comes first, then those of the workspace's own profiles. A kind that neither has
 * is left by a profile that can't be read; nothing can be written for it then.
 */
export function appOf(kind: AppKind, ownKinds: OwnKinds = {}): AppDefinition {
  if (isCodedKind(kind)) return custom;
  const builtIn = builtInProfile(kind);
  if (builtIn) return madeOf(builtIn, false);
  const profile = own(ownKinds, kind);
  return profile ? madeOf(profile, true) : undescribed(kind);
}

/** The apps that only this workspace has: those of its profiles, and those whose profile can't be read. */
export function ownApps({ own_kinds = {}, apps }: Workspace): readonly AppDefinition[] {
  const used = Object.values(apps).map(({ kind }) => kind);
  const lost = used.filter((kind) => !APP_KINDS.includes(kind) && !Object.hasOwn(own_kinds, kind));
  return [
    ...Object.keys(own_kinds).map((kind) => appOf(kind, own_kinds)),
    ...[...new Set(lost)].map((kind) =>
      undescribed(
        kind,
        Object.values(apps).filter((app) => app.kind === kind),
      ),
    ),
  ];
}

/** Every app that Latchkey itself knows, by name; any other app is last. */
export const allApps = (): readonly AppDefinition[] =>
  APP_KINDS.map((kind) => appOf(kind)).sort(
    (a, b) => Number(a.kind === 'custom') - Number(b.kind === 'custom') || a.name.localeCompare(b.name, 'en'),
  );
