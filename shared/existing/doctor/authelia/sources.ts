import type { Source } from '../../../catalog/fact.ts';
import { profileSource } from '../../../catalog/facts-of.ts';
import { builtInProvider } from '../../../profile/built-in.ts';

const said = (id: string): Source => profileSource(builtInProvider('authelia')!, id);

const code = (title: string, ref: string): Source => ({
  title: `Authelia source: ${title}`,
  ref: `authelia/authelia ${ref}@v4.39.20`,
  certainty: 'code',
});

/** Sources of the rules about Authelia's configuration. */
export const S = {
  clients: said('clients'),
  provider: said('provider'),
  claims: said('claims'),
  release438: said('release438'),
  release439: said('release439'),
  code: said('code'),
  library: said('library'),
  files: said('files'),
  digests: said('digests'),
  validator: code(
    'checks of the OpenID Connect part',
    'internal/configuration/validator/identity_providers.go',
  ),
  keys: code('list of keys', 'internal/configuration/schema/keys.go'),
  renamed: code('keys that were renamed', 'internal/configuration/deprecation.go'),
  decoding: code('reading of values', 'internal/configuration/provider.go'),
  loading: code('loading of files', 'internal/configuration/sources.go'),
  secrets: code('secrets in files', 'internal/configuration/const.go'),
  session: code('checks of the session part', 'internal/configuration/validator/session.go'),
  run: {
    title: 'Authelia 4.39.20 started with such a file',
    ref: 'authelia config validate, 4.39.20',
    certainty: 'ran',
  },
} as const satisfies Record<string, Source>;
