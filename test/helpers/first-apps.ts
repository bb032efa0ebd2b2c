import { appOf } from '../../shared/catalog/apps/index.ts';
import type { AppDefinition } from '../../shared/catalog/types.ts';
import { kindForm } from '../../shared/workspace/kind-form.ts';

/** The apps whose sides were read the most closely, and any other app: their own tests go further than those of every profile. */
export const FIRST_KINDS = ['memos', 'romm', 'kestra', 'custom'] as const;
export type FirstKind = (typeof FIRST_KINDS)[number];

const ofEach = <T>(make: (kind: FirstKind) => T): Readonly<Record<FirstKind, T>> => ({
  memos: make('memos'),
  romm: make('romm'),
  kestra: make('kestra'),
  custom: make('custom'),
});

export const APPS: Readonly<Record<FirstKind, AppDefinition>> = ofEach((kind) => appOf(kind));

/** The settings and the editions that a workspace may state of each. */
export const SETTINGS_OF = ofEach((kind) => kindForm(kind, {})!.settings);
export const EDITIONS_OF = ofEach((kind) => kindForm(kind, {})!.editions);
