import { builtInProfile } from '../../profile/built-in.ts';
import { APP_KINDS, isCodedKind } from '../../workspace/kinds.ts';
import type { AppKind, CodedKind } from '../../workspace/types.ts';
import type { AppDefinition } from '../types.ts';
import { custom } from './custom.ts';
import { kestra } from './kestra.ts';
import { memos } from './memos.ts';
import { appFromProfile } from './profiled.ts';
import { romm } from './romm.ts';

/** The apps that code describes. */
export const APPS: Readonly<Record<CodedKind, AppDefinition>> = { memos, romm, kestra, custom };

const made = new Map<AppKind, AppDefinition>();

/** The app of a kind. Throws for a kind that there isn't, because a workspace with one was refused before. */
export function appOf(kind: AppKind): AppDefinition {
  if (isCodedKind(kind)) return APPS[kind];
  const known = made.get(kind);
  if (known) return known;
  const profile = builtInProfile(kind);
  if (!profile) throw new Error(`There is no kind of app “${kind}”.`);
  const definition = appFromProfile(profile);
  made.set(kind, definition);
  return definition;
}

/** Every app that Latchkey knows, by name; any other app is last. */
export const allApps = (): readonly AppDefinition[] =>
  APP_KINDS.map(appOf).sort(
    (a, b) => Number(a.kind === 'custom') - Number(b.kind === 'custom') || a.name.localeCompare(b.name, 'en'),
  );
