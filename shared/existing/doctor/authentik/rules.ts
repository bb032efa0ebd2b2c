import type { Rule } from '../rule.ts';
import type { AuthentikFiles } from './objects.ts';
import { APPLICATIONS } from './rules-applications.ts';
import { BINDINGS } from './rules-bindings.ts';
import { ENTRIES } from './rules-entries.ts';
import { MAPPINGS } from './rules-mappings.ts';
import { PROVIDERS } from './rules-provider.ts';
import { REDIRECTS } from './rules-redirects.ts';

/** Rules about blueprints and exports of authentik. */
export const AUTHENTIK: readonly Rule<AuthentikFiles>[] = [
  ...REDIRECTS,
  ...PROVIDERS,
  ...MAPPINGS,
  ...APPLICATIONS,
  ...BINDINGS,
  ...ENTRIES,
];
