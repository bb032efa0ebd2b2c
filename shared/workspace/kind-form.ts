import { own } from '../own.ts';
import { builtInProfile } from '../profile/built-in.ts';
import type { ProfileSetting } from '../profile/schema.ts';
import { isCodedKind, kindsOf } from './kinds.ts';
import { SettingsSchema } from './schema.ts';
import type { OwnKinds } from './types.ts';

/** What a workspace file may say of an app of one kind. */
export interface KindForm {
  readonly settings: readonly string[];
  /** What a profile says a setting may be. Those of a custom app stand in the schema. */
  readonly defined: Readonly<Record<string, ProfileSetting>>;
  readonly editions: readonly string[];
}

/** Undefined for a kind that there isn't. */
export function kindForm(kind: string, ownKinds: OwnKinds): KindForm | undefined {
  if (isCodedKind(kind)) return { settings: Object.keys(SettingsSchema.shape), defined: {}, editions: [] };
  const profile = builtInProfile(kind) ?? own(ownKinds, kind);
  if (profile === undefined) return undefined;
  const defined = profile.settings ?? {};
  return { settings: Object.keys(defined), defined, editions: (profile.editions ?? []).map(({ id }) => id) };
}

/** The kinds that have something, in the order of the catalog. */
export const kindsWith = (ownKinds: OwnKinds, has: (form: KindForm) => boolean): readonly string[] =>
  kindsOf(ownKinds).filter((kind) => has(kindForm(kind, ownKinds)!));
