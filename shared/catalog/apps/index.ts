import { own } from '../../own.ts';
import { builtInProfile } from '../../profile/built-in.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { APP_KINDS, isCodedKind } from '../../workspace/kinds.ts';
import type { AppKind, CodedKind, OwnKinds, Workspace } from '../../workspace/types.ts';
import type { AppDefinition } from '../types.ts';
import { custom } from './custom.ts';
import { rommHook } from './hooks/romm.ts';
import { kestra } from './kestra.ts';
import { type AppHook, appFromProfile } from './profiled.ts';
import { undescribed } from './undescribed.ts';

/** Made once for each profile. */
const made = new WeakMap<AppProfile, AppDefinition>();

function madeOf(profile: AppProfile, isOwn: boolean, hook?: AppHook): AppDefinition {
  const known = made.get(profile);
  if (known) return known;
  const definition: AppDefinition = { ...appFromProfile(profile, hook), ...(isOwn ? { is_own: true } : {}) };
  made.set(profile, definition);
  return definition;
}

/** The apps whose settings the workspace's own schema has, and what is special about them. */
export const APPS: Readonly<Record<CodedKind, AppDefinition>> = {
  // Made when they are asked for: no command reads a profile that it has no use for.
  get memos() {
    return madeOf(builtInProfile('memos')!, false);
  },
  get romm() {
    return madeOf(builtInProfile('romm')!, false, rommHook);
  },
  kestra,
  custom,
};

/**
 * The app of a kind: Latchkey's own comes first, then those of the workspace's own profiles. A kind that neither has
 * is left by a profile that can't be read; nothing can be written for it then.
 */
export function appOf(kind: AppKind, ownKinds: OwnKinds = {}): AppDefinition {
  if (isCodedKind(kind)) return APPS[kind];
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
