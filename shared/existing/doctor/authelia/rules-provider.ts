import { meant, nearest } from '../../../workspace/nearest.ts';
import { rewritten, valued, without } from '../mend.ts';
import { type Hit, hitIf, type Mend, type Rule } from '../rule.ts';
import { isReference } from '../settings/env-text.ts';
import { child, entryOf, isDynamic, isEmpty, isTrue, itemsOf, type Node, textAt } from '../tree.ts';
import type { AutheliaConfiguration } from './configuration.ts';
import { CORS_ENDPOINTS, ENFORCE_PKCE } from './keys.ts';
import { type KeyFacts, keyFacts } from './private-key.ts';
import { clientsWithApp, neverSendsPkce, oidcEntry } from './rules-clients.ts';
import { S } from './sources.ts';

type Config = AutheliaConfiguration;

interface SigningKey {
  readonly node: Node;
  readonly at: Hit['at'];
  /** Undefined if the key is taken from elsewhere when the file is loaded. */
  readonly facts: KeyFacts | undefined;
  readonly algorithm: string | undefined;
  readonly use: string | undefined;
  readonly value: Node | undefined;
}

/** The keys that Authelia signs with. */
function keysOf({ oidc }: Config): readonly SigningKey[] {
  const key = (node: Node, value: Node | undefined, at: Hit['at']): SigningKey => {
    const text = textAt(value);
    return {
      node,
      at,
      facts: text === undefined || isReference(text) ? undefined : keyFacts(text),
      algorithm: textAt(child(node, 'algorithm')),
      use: textAt(child(node, 'use')),
      value,
    };
  };
  const listed = itemsOf(child(oidc, 'jwks')).map((item) => {
    const entry = entryOf(item, 'key');
    return key(item, entry?.value, entry?.at ?? item);
  });
  const single = entryOf(oidc, 'issuer_private_key');
  return single === undefined || isEmpty(single.value)
    ? listed
    : [...listed, key(single.value, single.value, single.at)];
}

/** The algorithm that a key is used with; undefined if that isn't known here. */
const algorithmOf = ({ facts, algorithm }: SigningKey): string | undefined =>
  algorithm ??
  (facts?.form === 'rsa' || facts?.form === 'unreadable'
    ? 'RS256'
    : facts?.form === 'ec'
      ? 'ES256'
      : undefined);

const signing = (config: Config) => keysOf(config).filter(({ use }) => use !== 'enc');

const keysWith = (forms: readonly KeyFacts['form'][], weak?: (facts: KeyFacts) => boolean) =>
  function* (config: Config): Generator<Hit> {
    for (const { facts, at, value } of keysOf(config))
      if (facts !== undefined && forms.includes(facts.form) && (weak?.(facts) ?? true))
        yield { at, with: { bits: facts.bits }, ...(facts.form === 'no-pem' ? withLines(value) : {}) };
  };

/** In double quotes \\n is a line break, which is what is meant where a whole key stands in single ones. */
function withLines(value: Node | undefined): Mend {
  const { form } = keyFacts((textAt(value) ?? '').replaceAll('\\n', '\n'));
  return form === 'rsa' || form === 'ec'
    ? rewritten(value, (written) => written.replace(/^'([^'"]*)'$/s, '"$1"'))
    : {};
}

const cookies = ({ root }: Config) => itemsOf(child(root, 'session', 'cookies'));

/** What a rule finds at each domain of the session. */
const eachCookie = (
  find: (said: {
    url: string | undefined;
    domain: string | undefined;
    at: Hit['at'];
    node: Node;
  }) => Hit | undefined,
) =>
  function* (config: Config): Generator<Hit> {
    for (const node of cookies(config)) {
      if (node.type !== 'map') continue;
      const entry = entryOf(node, 'authelia_url');
      const hit = find({
        url: textAt(entry?.value),
        domain: textAt(child(node, 'domain')),
        at: entry?.at ?? entryOf(node, 'domain')?.at ?? node,
        node,
      });
      if (hit !== undefined) yield hit;
    }
  };

const oidcValue = (key: string, known: readonly string[]) =>
  function* (config: Config): Generator<Hit> {
    const entry = oidcEntry(config, key);
    const value = textAt(entry?.value);
    if (value !== undefined && !known.includes(value))
      yield {
        at: entry!.at,
        with: { value, right: nearest(value, known) ?? known.join(', ') },
        ...valued(entry!.value, meant(value, known)),
      };
  };

const hostOf = (url: string): string | undefined => /^https?:\/\/([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase();

/** Rules about keys, secrets and settings of the provider itself. */
export const PROVIDER: readonly Rule<Config>[] = [
  {
    id: 'authelia-hmac-missing',
    severity: 'warning',
    says: 'There is no hmac_secret. Unless the environment gives it, Authelia signs with an empty one, and says nothing about that.',
    fix: 'Add identity_providers.oidc.hmac_secret with at least 64 random characters, or AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE.',
    source: S.code,
    *find(config) {
      const { oidc, complete } = config;
      if (complete && oidc?.type === 'map' && isEmpty(child(oidc, 'hmac_secret')))
        yield { at: oidcAt(config) };
    },
  },
  {
    id: 'authelia-hmac-short',
    severity: 'warning',
    says: 'The hmac_secret is short. All codes and tokens are protected by it.',
    fix: 'Take at least 64 random characters: authelia crypto rand --length 72 --charset rfc3986.',
    source: S.provider,
    *find(config) {
      const entry = oidcEntry(config, 'hmac_secret');
      const text = textAt(entry?.value);
      if (text !== undefined && text !== '' && text.length < 32 && !isReference(text))
        yield { at: entry!.at };
    },
  },
  {
    id: 'authelia-jwks-missing',
    severity: 'warning',
    since: '4.38',
    says: 'There is no key to sign with: jwks is missing. Authelia doesn’t start, unless the environment still gives it the issuer_private_key of before 4.38.',
    fix: 'Add identity_providers.oidc.jwks with an RSA key: authelia crypto pair rsa generate.',
    source: S.validator,
    *find(config) {
      const { oidc, complete } = config;
      if (
        complete &&
        oidc?.type === 'map' &&
        isEmpty(child(oidc, 'jwks')) &&
        isEmpty(child(oidc, 'issuer_private_key'))
      )
        yield { at: oidcEntry(config, 'jwks')?.at ?? oidcAt(config) };
    },
  },
  {
    id: 'authelia-jwks-and-old-key',
    severity: 'error',
    since: '4.38',
    says: 'There are jwks and {key}. Authelia doesn’t start with both.',
    fix: 'Take {key} out.',
    source: S.validator,
    *find(config) {
      if (isEmpty(child(config.oidc, 'jwks'))) return;
      for (const key of ['issuer_private_key', 'issuer_certificate_chain']) {
        const entry = oidcEntry(config, key);
        if (entry !== undefined && !isEmpty(entry.value)) yield { at: entry.at, with: { key } };
      }
    },
  },
  {
    id: 'authelia-key-empty',
    severity: 'error',
    says: 'An entry of jwks has no key, and Authelia doesn’t start.',
    fix: 'Write the private key below “key: |”, indented further than the word key.',
    source: S.validator,
    *find({ oidc }) {
      for (const item of itemsOf(child(oidc, 'jwks')))
        if (item.type === 'map' && isEmpty(child(item, 'key')))
          yield { at: entryOf(item, 'key')?.at ?? item };
    },
  },
  {
    id: 'authelia-key-no-pem',
    severity: 'error',
    says: 'The private key isn’t PEM text with its lines: its first and last line are missing, or it stands on one line. Authelia doesn’t start.',
    fix: 'Write “key: |” and below it the key as it is in its file, each line indented.',
    source: S.run,
    mends: 'if it has the signs for line breaks in single quotes',
    find: keysWith(['no-pem']),
  },
  {
    id: 'authelia-key-weak',
    severity: 'error',
    says: 'The RSA key has {bits} bits. Authelia wants at least 2048, and doesn’t start.',
    fix: 'Make a new one: authelia crypto pair rsa generate --bits 4096.',
    source: S.validator,
    find: keysWith(['rsa'], ({ bits }) => bits !== undefined && bits < 2048),
  },
  {
    id: 'authelia-key-kind',
    severity: 'error',
    says: 'The private key is neither RSA nor ECDSA, such as Ed25519, or it is locked with a password. Authelia doesn’t start.',
    fix: 'Take an RSA key without a password: authelia crypto pair rsa generate.',
    source: S.validator,
    find: keysWith(['other', 'encrypted']),
  },
  {
    id: 'authelia-key-public',
    severity: 'error',
    says: 'Under key stands a public key or a certificate. Authelia signs with the private key, and doesn’t start without it.',
    fix: 'Put the private key there; a certificate belongs under certificate_chain.',
    source: S.validator,
    find: keysWith(['public', 'certificate']),
  },
  {
    id: 'authelia-no-rs256-key',
    severity: 'error',
    says: 'No key can sign with RS256; there is only {algorithms}. Authelia doesn’t start.',
    fix: 'Add an RSA key beside it.',
    source: S.run,
    *find(config) {
      const keys = signing(config);
      const known = keys.map(algorithmOf);
      if (keys.length === 0 || known.includes(undefined) || known.includes('RS256')) return;
      yield {
        at: oidcEntry(config, 'jwks')?.at ?? keys[0]!.at,
        with: { algorithms: [...new Set(known)].join(', ') },
      };
    },
  },
  {
    id: 'authelia-alg-without-key',
    severity: 'error',
    says: 'The client {client} wants its ID token signed with {alg}, and no key can do that. Authelia doesn’t start.',
    fix: 'Write RS256, or add a key for {alg}.',
    source: S.run,
    *find(config) {
      const known = signing(config).map(algorithmOf);
      if (known.length === 0 || known.includes(undefined)) return;
      for (const client of config.clients) {
        const alg = client.text('id_token_signed_response_alg');
        if (alg !== undefined && /^(?:RS|PS|ES)(?:256|384|512)$/.test(alg) && !known.includes(alg))
          yield { at: client.entry('id_token_signed_response_alg')!.at, with: { client: client.label, alg } };
      }
    },
  },
  {
    id: 'authelia-key-id',
    severity: 'error',
    says: 'A key_id is too long, stands twice or has a character that Authelia refuses. It doesn’t start.',
    fix: 'Use letters, digits and . _ ~ - inside, at most 100, and another one for each key; or leave key_id out.',
    source: S.validator,
    *find({ oidc }) {
      const seen = new Set<string>();
      for (const item of itemsOf(child(oidc, 'jwks'))) {
        const entry = entryOf(item, 'key_id');
        const id = textAt(entry?.value);
        if (id === undefined || id === '') continue;
        if (id.length > 100 || seen.has(id) || !/^[a-zA-Z0-9](?:[a-zA-Z0-9._~-]*[a-zA-Z0-9])?$/.test(id))
          yield { at: entry!.at };
        seen.add(id);
      }
    },
  },
  {
    id: 'authelia-enforce-pkce-unknown',
    severity: 'error',
    says: 'enforce_pkce is {value}, which there is not. Authelia doesn’t start.',
    fix: 'Write {right}.',
    source: S.validator,
    mends: 'if one value alone is meant',
    find: oidcValue('enforce_pkce', ENFORCE_PKCE),
  },
  {
    id: 'authelia-enforce-pkce-for-app',
    severity: 'warning',
    says: 'enforce_pkce: always demands PKCE of every app, and {app} {version} doesn’t send it. Its logins end with an error.',
    fix: 'Write public_clients_only, and require_pkce: true at the clients that send it.',
    source: S.provider,
    *find(config) {
      const entry = oidcEntry(config, 'enforce_pkce');
      if (textAt(entry?.value) !== 'always') return;
      for (const { app } of clientsWithApp(config))
        if (neverSendsPkce(app)) {
          yield { at: entry!.at, with: { app: app.name, version: app.version } };
          return;
        }
    },
  },
  {
    id: 'authelia-lifespan-short',
    severity: 'warning',
    since: '4.38',
    says: '{key} lives only seconds. Apps whose clock differs a little refuse it, and logins fail now and then.',
    fix: 'Take it out, or write some minutes.',
    source: S.provider,
    *find({ oidc }) {
      for (const key of ['id_token', 'access_token', 'authorize_code']) {
        const entry = entryOf(child(oidc, 'lifespans'), key);
        const seconds = /^(\d{1,3}) ?(?:s|seconds?)?$/.exec(textAt(entry?.value) ?? '')?.[1];
        if (seconds !== undefined && Number(seconds) > 0 && Number(seconds) < 30)
          yield { at: entry!.at, with: { key } };
      }
    },
  },
  {
    id: 'authelia-entropy-off',
    severity: 'warning',
    says: 'minimum_parameter_entropy lets apps send a state that can be guessed.',
    fix: 'Take it out, and update the app whose state is too short.',
    source: S.provider,
    *find(config) {
      const entry = oidcEntry(config, 'minimum_parameter_entropy');
      const value = Number(textAt(entry?.value) ?? 8);
      if (value === -1 || (value > 0 && value < 8)) yield { at: entry!.at };
    },
  },
  {
    id: 'authelia-cors-endpoint-unknown',
    severity: 'error',
    says: 'cors.endpoints names {value}, which there is not. Authelia doesn’t start.',
    fix: 'Write {right}.',
    source: S.validator,
    mends: 'if one name alone is meant',
    *find({ oidc }) {
      for (const item of itemsOf(child(oidc, 'cors', 'endpoints'))) {
        const value = textAt(item);
        if (value !== undefined && !(CORS_ENDPOINTS as readonly string[]).includes(value))
          yield {
            at: item,
            with: { value, right: nearest(value, CORS_ENDPOINTS) ?? CORS_ENDPOINTS.join(', ') },
            ...valued(item, meant(value, CORS_ENDPOINTS)),
          };
      }
    },
  },
  {
    id: 'authelia-cors-origin',
    severity: 'error',
    says: 'cors.allowed_origins has {value}, which is more than scheme, host and port. Authelia doesn’t start.',
    fix: 'Write only the origin, such as https://app.example.com, without a slash at the end.',
    source: S.validator,
    mends: 'if a path is too much',
    *find({ oidc }) {
      for (const item of itemsOf(child(oidc, 'cors', 'allowed_origins'))) {
        const value = textAt(item);
        if (value !== undefined && value !== '*' && !/^[a-z][a-z0-9+.-]*:\/\/[^/?#@]+$/i.test(value))
          yield {
            at: item,
            with: { value },
            ...valued(item, /^([a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+)\/[^?#@]*$/i.exec(value)?.[1]),
          };
      }
    },
  },
  {
    id: 'authelia-cors-star',
    severity: 'error',
    says: 'cors.allowed_origins has * beside other origins, or together with allowed_origins_from_client_redirect_uris. Authelia doesn’t start.',
    fix: 'Take * out.',
    source: S.validator,
    mends: 'if there is another origin',
    choice: 'Web pages at other addresses than those listed are then refused.',
    *find({ oidc }) {
      const cors = child(oidc, 'cors');
      const origins = itemsOf(child(cors, 'allowed_origins'));
      const star = origins.find((item) => textAt(item) === '*');
      if (
        star !== undefined &&
        (origins.length > 1 || isTrue(child(cors, 'allowed_origins_from_client_redirect_uris')))
      )
        yield { at: star, ...without(star) };
    },
  },
  {
    id: 'authelia-url-missing',
    severity: 'error',
    since: '4.38',
    says: 'A domain of session.cookies has no authelia_url. Authelia doesn’t start.',
    fix: 'Add authelia_url: the address at which browsers reach Authelia.',
    source: S.session,
    find: eachCookie(({ at, node }) =>
      hitIf(isEmpty(child(node, 'authelia_url')) && !isDynamic(node), { at }),
    ),
  },
  {
    id: 'authelia-url-http',
    severity: 'error',
    since: '4.38',
    says: 'authelia_url is no https address. Authelia doesn’t start, and OpenID Connect works only over https.',
    fix: 'Write https://, and let the proxy have the certificate.',
    source: S.session,
    mends: 'if it begins with http:',
    find: eachCookie(({ url, at, node }) =>
      hitIf(url !== undefined && url !== '' && !/^https:\/\//i.test(url), {
        at,
        ...rewritten(child(node, 'authelia_url'), (written) => written.replace(/^(["']?)http:/, '$1https:')),
      }),
    ),
  },
  {
    id: 'authelia-url-outside-domain',
    severity: 'error',
    since: '4.38',
    says: 'authelia_url isn’t inside the domain {domain} of its cookie. Authelia doesn’t start.',
    fix: 'Write the domain that both Authelia and the apps are in, or another authelia_url.',
    source: S.session,
    find: eachCookie(({ url, domain, at }) => {
      const host = hostOf(url ?? '');
      const bare = domain?.replace(/^\./, '').replace(/:\d+$/, '').toLowerCase();
      return hitIf(
        host !== undefined &&
          bare !== undefined &&
          bare !== '' &&
          host !== bare &&
          !host.endsWith(`.${bare}`),
        {
          at,
          with: { domain },
        },
      );
    }),
  },
  {
    id: 'authelia-cookie-domain',
    severity: 'error',
    says: 'The cookie domain {domain} is none that Authelia takes: it needs a dot and no *, and localhost isn’t one. It doesn’t start.',
    fix: 'Write the domain that the apps share, such as example.com.',
    source: S.session,
    find: eachCookie(({ domain, node }) =>
      hitIf(domain !== undefined && (domain.startsWith('*') || (!/[.:]/.test(domain) && domain !== '')), {
        at: entryOf(node, 'domain')?.at ?? node,
        with: { domain },
      }),
    ),
  },
];

const oidcAt = ({ root, oidc }: Config): Hit['at'] =>
  entryOf(child(root, 'identity_providers'), 'oidc')?.at ?? oidc!;
