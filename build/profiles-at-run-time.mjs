/** What `#profiles` is without a bundler, e.g. in a test runner that loads the sources one by one. */
import { fileURLToPath } from 'node:url';
import { readProfile } from '../shared/profile/read.ts';
import { compileProfiles } from './profiles.mjs';

const compiled = compileProfiles(
  fileURLToPath(new URL('../shared/catalog/profiles', import.meta.url)),
  readProfile,
);
const later = (texts) => Object.fromEntries(Object.entries(texts).map(([kind, text]) => [kind, () => text]));

export default { apps: later(compiled.apps), providers: later(compiled.providers) };
