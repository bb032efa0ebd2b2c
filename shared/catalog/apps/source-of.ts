import { builtInProfile } from '../../profile/built-in.ts';
import type { Source } from '../fact.ts';
import { profileSource } from '../facts-of.ts';

/** A source of a built-in profile, for what is said of the app elsewhere. */
export const sourceOf = (kind: string, id: string): Source => profileSource(builtInProfile(kind)!, id);
