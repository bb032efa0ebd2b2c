import type { Source } from '../../catalog/fact.ts';
import { hookSource } from '../../catalog/providers/hook-facts.ts';

/** A source of the profile, for the reasons that are given here. */
export const source = (
  id: 'clients' | 'provider' | 'release438' | 'release439' | 'files' | 'digests' | 'code' | 'library',
): Source => hookSource('authelia', id);
