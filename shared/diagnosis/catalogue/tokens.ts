import { type Cause, code, docs, type Facts, rule, threads } from './cause.ts';
import {
  allData,
  app,
  appDeliverable,
  appSetting,
  capital,
  clientId,
  clientPlace,
  datum,
  issuer,
  known,
  provider,
  providerDeliverable,
} from './setup.ts';

/** Section E of the catalogue, first part: keys, ID token and times. */

const found = (facts: Facts, ...codes: readonly string[]): boolean =>
  facts.findings.some((finding) => codes.includes(finding.code));

const noKeys = (facts: Facts): boolean => facts.all.some((finding) => finding.code === 'jwks-empty');

/** True if the clock is known to be off. */
const clockOff = (facts: Facts): boolean => facts.all.some((finding) => finding.code === 'clock-off');

const symmetric = (facts: Facts): boolean =>
  found(facts, 'id-token-symmetric') || /^HS/.test(datum(facts, 'alg', 'actual') ?? '');

function signingKeyFix(facts: Facts): {
  readonly text: string;
  readonly setting: string;
  readonly value?: string;
} {
  switch (facts.product) {
    case 'authentik':
      return {
        text: `In ${clientPlace(facts)}, choose an RSA certificate as Signing Key and save, even if one seems to be shown already.`,
        setting: 'Signing Key',
        value: 'authentik Self-signed Certificate',
      };
    case 'authelia':
      return {
        text: 'Put an RSA key with algorithm RS256 into identity_providers.oidc.jwks and restart Authelia; the export holds one.',
        setting: 'identity_providers.oidc.jwks',
        value: 'RS256',
      };
    default:
      return {
        text: `Choose an RSA signing key (RS256) for ${clientPlace(facts)}.`,
        setting: 'id_token_signed_response_alg',
        value: 'RS256',
      };
  }
}

/** By how many seconds a run saw the provider's clock ahead of this machine's. */
function offsetSeen({ findings, all }: Facts): number | undefined {
  const seen = [...findings, ...all].find(({ data }) => typeof data['offset_s'] === 'number');
  return seen?.data['offset_s'] as number | undefined;
}

/** True if a run compared the clocks and found no difference. Words alone say nothing of them. */
const clocksSeen = (facts: Facts): boolean => Math.abs(offsetSeen(facts) ?? Number.NaN) <= IN_STEP_S;

/** So many seconds apart, clocks count as in step. */
const IN_STEP_S = 5;

export const TOKENS: readonly Cause[] = [
  {
    id: 'signing-algorithm',
    ref: 'D36',
    section: 'E',
    see: 'The app expects RS256 and gets HS256, or another algorithm.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['id-token-symmetric'], weight: 0.94 },
      { codes: ['id-token-alg-unexpected', 'id-token-alg-unannounced'], weight: 0.85 },
      { codes: ['jwks-no-usable-key'], weight: 0.8 },
    ],
    entails: ['signing-key-not-published', 'second-opinion-differs'],
    keys: [
      { text: ['algorithm', 'hs256'], weight: 0.78, without: ['request object'] },
      { text: ['alg', 'hs256'], weight: 0.74, without: ['request object'] },
      { text: 'invalidalgorithmerror', weight: 0.85 },
      { text: 'the specified alg value is not allowed', weight: 0.85 },
      { text: 'unexpected signature algorithm', weight: 0.85 },
      { text: 'unsupported signing algorithm', weight: 0.85 },
      { text: 'idx10503', weight: 0.6 },
      { text: ['id_token_signing_alg', 'mismatch'], weight: 0.8 },
      { text: 'wrong algorithm: hs256', weight: 0.9 },
      { text: ['signing algorithm', 'expected'], weight: 0.7, without: ['request object'] },
      { text: 'unexpected jwt alg received', weight: 0.95 },
      { text: 'unexpected jwt "alg" header', weight: 0.95 },
      { text: 'expected rs256, got: hs256', weight: 0.96 },
      { text: 'unexpected signature algorithm "hs256"', weight: 0.96 },
      { text: 'id token signed with unsupported algorithm', weight: 0.93 },
      { text: 'the specified alg value is not allowed', weight: 0.75 },
      { text: 'unsupported_algorithm', weight: 0.5 },
      { text: ['signing alg', 'hs256'], weight: 0.7, without: ['request object'] },
      { text: 'signing method hs256 is invalid', weight: 0.9 },
    ],
    tell: (facts) => {
      const alg = datum(facts, 'alg', 'actual');
      const wanted =
        datum(facts, 'expected') ?? facts.connection?.client.id_token_signed_response_alg ?? 'RS256';
      const fix = signingKeyFix(facts);
      const announced = allData(facts, 'announced');
      const keys = allData(facts, 'keys');
      if (announced.length > 0 && alg === undefined && found(facts, 'jwks-no-usable-key')) {
        return {
          side: 'provider',
          title: 'The announced algorithm and the published keys do not fit',
          cause: `${capital(provider(facts))} announces ID tokens signed with ${announced.join(', ')}, but publishes no key for that${keys.length > 0 ? `; its keys are for ${keys.join(', ')}` : ''}. ${capital(app(facts))} expects ${wanted}.`,
          fix: {
            text: fix.text,
            setting: fix.setting,
            ...known('value', fix.value),
            current: announced.join(', '),
            ...providerDeliverable(facts),
          },
        };
      }
      if (alg !== undefined && alg === wanted && found(facts, 'id-token-alg-unannounced')) {
        return {
          side: 'provider',
          title: 'The ID token is signed with an algorithm that is not announced',
          cause: `The ID token is signed with ${alg}, but the discovery document names only ${announced.join(', ') || 'others'}. Strict apps refuse it.`,
          fix: {
            text: fix.text,
            setting: fix.setting,
            ...known('value', fix.value),
            ...known('current', announced.length > 0 ? announced.join(', ') : undefined),
            ...providerDeliverable(facts),
          },
        };
      }
      // Every provider can sign with RS256, and every app has to take it (OpenID Connect Core §15.1).
      if (alg === 'RS256' && wanted === 'RS256' && facts.findings.length === 0)
        return {
          side: 'app',
          title: 'The app does not accept RS256',
          cause: `The ID token is signed with RS256, as OpenID Connect asks of every provider, and ${app(facts)} refuses that: it is told, or made, to take another algorithm only.`,
          fix: {
            text: `Allow RS256 for ID tokens in ${app(facts)}, or update it.`,
            setting: 'id_token_signed_response_alg',
            value: 'RS256',
            ...appDeliverable(facts),
          },
        };
      return {
        side: 'provider',
        title: 'The ID token is signed in a way the app does not accept',
        cause: `The ID token is signed with ${alg ?? 'another algorithm'}, ${app(facts)} expects ${wanted}.${symmetric(facts) || alg === undefined ? ` HS256 means that ${provider(facts)} has no signing key for this client and signs with the client secret.` : ''}`,
        fix: {
          text: fix.text,
          setting: fix.setting,
          ...known('value', fix.value),
          ...known('current', alg),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads(
      'immich-app/immich#7906',
      'immich-app/immich#6271',
      'immich-app/immich#19445',
      'goauthentik/authentik#19178',
    ),
  },
  {
    id: 'empty-key-set',
    ref: 'D37',
    section: 'E',
    see: 'The provider publishes no keys.',
    sides: ['provider'],
    explains: [
      { codes: ['jwks-empty'], weight: 0.95 },
      {
        codes: [
          'id-token-symmetric',
          'id-token-key-not-found',
          'id-token-alg-unexpected',
          'id-token-alg-unannounced',
        ],
        weight: 0.955,
        when: noKeys,
        condition: 'no keys are published',
      },
    ],
    entails: ['signing-algorithm', 'signing-key-not-published', 'second-opinion-differs'],
    keys: [
      { text: 'invalid key set format', weight: 0.93 },
      { text: 'jwks must be an object with a keys', weight: 0.8 },
      { text: '"keys":[]', weight: 0.85 },
      { text: '"keys": []', weight: 0.85 },
      { text: 'no keys found in jwks', weight: 0.9 },
      { text: "keyerror: 'keys'", weight: 0.7 },
    ],
    tell: (facts) => {
      const fix = signingKeyFix(facts);
      return {
        side: 'provider',
        title: 'The provider has no signing key for this client',
        cause: `${capital(provider(facts))} publishes an empty key set, so its tokens are signed with the client secret, if at all, and ${app(facts)} can't verify them.`,
        fix: {
          text: fix.text,
          setting: fix.setting,
          ...known('value', fix.value),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads('journiv/journiv-app#68', 'journiv/journiv-app#96', 'authlib/authlib#837'),
  },
  {
    id: 'encrypted-id-token',
    ref: 'D38',
    section: 'E',
    see: 'The ID token has five parts: it is encrypted.',
    sides: ['provider'],
    explains: [{ codes: ['id-token-encrypted', 'userinfo-encrypted'], weight: 0.95 }],
    entails: [
      'signing-algorithm',
      'signing-key-not-published',
      'second-opinion-differs',
      'id-token-unreadable',
    ],
    keys: [
      { text: 'expected 3 parts, got 5', weight: 0.93 },
      { text: 'invalid compact jws', weight: 0.85 },
      { text: 'wrong algorithm: rsa-oaep', weight: 0.95 },
      { text: 'rsa-oaep-256', weight: 0.85, topic: true },
      { text: 'unsupported operation: jwe', weight: 0.9 },
      // openid-client 6 says no more of what it can't decrypt.
      { text: 'clienterror: unsupported operation', weight: 0.62 },
      { text: 'encrypted id token', weight: 0.85, topic: true },
      { text: 'jwe decryption', weight: 0.85, topic: true },
      { text: 'malformed jwt, expected 3 parts got 5', weight: 0.95 },
      { text: 'expected 3 parts got 5', weight: 0.9 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'The ID token is encrypted',
      cause: `An encryption key was picked at ${provider(facts)} in addition to the signing key${found(facts, 'id-token-encrypted') && allData(facts, 'announced').length > 0 && facts.data['parts'] === undefined ? `, as its discovery document announces (${allData(facts, 'announced').join(', ')})` : ''}, and ${app(facts)} can't open the result.`,
      fix: {
        text: `Clear the encryption key of ${clientPlace(facts)}; leave the signing key.`,
        setting: facts.product === 'authentik' ? 'Encryption Key' : 'id_token_encrypted_response_alg',
        value: facts.product === 'authelia' ? 'none' : '(empty)',
        ...providerDeliverable(facts),
      },
    }),
    seen: threads('homarr-labs/homarr#3691', '9p4/jellyfin-plugin-sso#264', 'keycloak/keycloak#21254'),
  },
  {
    id: 'clock-skew',
    ref: 'D46',
    section: 'E',
    see: 'The login fails now and then and works on retry; a token was “issued in the future”.',
    sides: ['host'],
    explains: [
      { codes: ['clock-off'], weight: 0.93 },
      { codes: ['id-token-iat-in-future', 'id-token-not-yet-valid'], weight: 0.84 },
      {
        codes: [
          'id-token-expired',
          'id-token-iat-too-old',
          'id-token-iat-in-future',
          'id-token-not-yet-valid',
        ],
        weight: 0.95,
        when: clockOff,
        condition: 'the clocks are known to differ',
      },
    ],
    entails: ['id-token-times', 'certificate-expired', 'second-opinion-differs'],
    keys: [
      { text: 'before the nbf', weight: 0.9 },
      { text: 'cannot handle token with iat prior to', weight: 0.92 },
      { text: 'cannot handle token prior to', weight: 0.92 },
      { text: 'immaturesignatureerror', weight: 0.92 },
      { text: 'idx10222', weight: 0.88 },
      { text: 'token is not active yet', weight: 0.85 },
      { text: 'token is not yet valid', weight: 0.86 },
      { text: 'not valid yet', weight: 0.55 },
      { text: ['iat', 'future'], weight: 0.85 },
      { text: ['clock', 'skew'], weight: 0.75, topic: true },
      { text: 'jwt is not yet valid', weight: 0.88 },
      { text: 'token issued at a future', weight: 0.85 },
      { text: 'used too early', weight: 0.88 },
      { text: 'issued in the future', weight: 0.94 },
      { text: 'not yet valid (iat)', weight: 0.95 },
      { text: 'issuedat of token is in the future', weight: 0.95 },
      { text: 'token used before issued', weight: 0.95 },
      { text: 'id token is not yet valid', weight: 0.9 },
      { text: 'the token is not yet valid', weight: 0.9 },
      { text: 'jwt not active', weight: 0.85 },
      { text: 'clock skew', weight: 0.75, topic: true },
      { text: 'check that the clock', weight: 0.6 },
      { text: '"iat" claim timestamp check failed', weight: 0.9 },
      { text: '"nbf" claim timestamp check failed', weight: 0.9 },
      { text: 'invalid_token: token is not yet valid', weight: 0.88 },
    ],
    tell: (facts) => {
      const seconds = offsetSeen(facts);
      const offset = clocksSeen(facts) ? undefined : (seconds ?? datum(facts, 'offset_s', 'offset_seconds'));
      return {
        side: 'host',
        title: clocksSeen(facts) ? 'The provider dates its tokens ahead' : 'The clocks do not agree',
        cause: clocksSeen(facts)
          ? `The web server of ${provider(facts)} has the same time as this machine, and yet its token is from the future: what signs the tokens has another clock, such as a second node or another machine. Many apps tolerate no difference at all.`
          : `${offset === undefined ? 'A token is from the future for the one who reads it' : `The provider's clock and the one compared differ by ${offset} s`}. Many apps tolerate no difference at all.`,
        fix: {
          text: `Switch time synchronisation (NTP) on, on the machine of ${provider(facts)} and on that of ${app(facts)}. Raise an app's tolerance only after that.`,
          setting: 'NTP',
          ...known('current', offset === undefined ? undefined : `${offset} s`),
        },
      };
    },
    seen: threads(
      'SecObserve/SecObserve#3775',
      'NousResearch/hermes-agent#47815',
      'zamzterz/Flask-pyoidc#147',
    ),
  },
  {
    id: 'id-token-times',
    section: 'E',
    see: 'The times in the ID token are wrong: expired, missing, or the lifetime is odd.',
    sides: ['provider', 'host'],
    explains: [
      { codes: ['id-token-expired', 'id-token-iat-too-old'], weight: 0.75 },
      { codes: ['id-token-iat-missing', 'id-token-exp-missing'], weight: 0.92 },
      { codes: ['id-token-lifetime-odd'], weight: 0.7 },
    ],
    keys: [
      { text: 'expiredsignatureerror', weight: 0.85 },
      { text: 'idx10223', weight: 0.85 },
      { text: 'signature has expired', weight: 0.82 },
      { text: 'token is expired', weight: 0.75 },
      { text: 'token has expired', weight: 0.7 },
      { text: '"exp" claim timestamp check failed', weight: 0.85 },
      { text: 'id token is expired', weight: 0.85 },
      { text: 'id token has expired', weight: 0.85 },
      { text: 'token is expired by', weight: 0.85 },
      { text: 'jwt expired', weight: 0.75 },
    ],
    tell: (facts) => {
      const missing = found(facts, 'id-token-iat-missing')
        ? 'iat'
        : found(facts, 'id-token-exp-missing')
          ? 'exp'
          : undefined;
      // How long a token lives is the difference of two of its claims, whatever any clock says.
      const lifetime = datum(facts, 'lifetime', 'lifetime_s', 'seconds');
      const odd =
        facts.findings.length > 0 && facts.findings.every((one) => one.code === 'id-token-lifetime-odd');
      return {
        side: missing || odd || clocksSeen(facts) ? 'provider' : 'host',
        title: missing
          ? `The ID token lacks “${missing}”`
          : odd
            ? 'The ID token lives for an unusual time'
            : 'The ID token is too old',
        cause: missing
          ? `OpenID Connect demands the claim ${missing} in every ID token.`
          : odd
            ? `From iat to exp the ID token lives ${lifetime ?? 'an unusual number of'} s.`
            : `The token was out of date when it arrived${clocksSeen(facts) ? '; the clocks agree as far as could be seen' : ', or the clock of the machine that reads it is ahead: nobody has compared the clocks yet'}.`,
        fix: {
          text: missing
            ? `Update ${provider(facts)}; its tokens are not OpenID Connect's.`
            : `${clocksSeen(facts) || odd ? 'S' : `Compare the clocks first: date -u on the machine of ${app(facts)} and on that of ${provider(facts)}, and NTP on both. If they agree, s`}et the ID token's lifetime at ${provider(facts)} to between a minute and a day (an hour is usual)${clocksSeen(facts) && !odd ? ', and check its clock' : ''}.`,
          ...(missing
            ? {}
            : {
                setting: facts.product === 'authelia' ? 'lifespans.id_token' : 'ID token lifetime',
                value: '1h',
              }),
        },
      };
    },
    seen: [docs('OpenID Connect Core, ID token', 'OpenID Connect Core 1.0 §2')],
  },
  {
    id: 'id-token-signature-wrong',
    section: 'E',
    see: 'The signature of a token does not fit any published key, or there is none.',
    sides: ['provider'],
    explains: [
      { codes: ['id-token-signature-wrong', 'userinfo-signature-wrong'], weight: 0.93 },
      { codes: ['id-token-alg-none'], weight: 0.93 },
    ],
    entails: ['second-opinion-differs'],
    keys: [
      { text: 'signature verification failed', weight: 0.82, without: ['disallowed signature algorithm'] },
      { text: 'failed to verify signature', weight: 0.8 },
      {
        text: 'invalid signature',
        weight: 0.6,
        without: ['request object', 'client assertion', 'logout token'],
      },
      { text: 'bad_signature', weight: 0.75 },
      { text: 'failed to verify id token', weight: 0.55 },
    ],
    tell: (facts) => {
      const none = found(facts, 'id-token-alg-none');
      return {
        side: 'provider',
        title: none ? 'The ID token is not signed' : "The token's signature is wrong",
        cause: none
          ? 'The ID token says alg none: anyone could have written it.'
          : `The token was not signed by the key that ${provider(facts)} publishes: a key was replaced without its public half, two nodes hold different keys under one name, or someone else made the token.`,
        fix: {
          text: none
            ? signingKeyFix(facts).text
            : `Restart ${provider(facts)} so that it publishes and uses the same key on every node. If that does not help, make a new signing key. Do not accept such a token.`,
          setting: signingKeyFix(facts).setting,
          ...(none ? known('value', signingKeyFix(facts).value) : {}),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [docs('OpenID Connect Core, ID token validation', 'OpenID Connect Core 1.0 §3.1.3.7')],
  },
  {
    id: 'signing-key-not-published',
    section: 'E',
    see: 'The ID token names a key that the provider does not publish.',
    sides: ['provider'],
    explains: [
      { codes: ['id-token-key-not-found'], weight: 0.9 },
      { codes: ['id-token-kid-missing', 'jwks-kid-missing', 'jwks-duplicate-kid'], weight: 0.75 },
    ],
    entails: ['second-opinion-differs'],
    keys: [
      { text: 'idx10501', weight: 0.88 },
      { text: 'unable to match key', weight: 0.88 },
      { text: 'no matching keys', weight: 0.8 },
      { text: 'signing key not found', weight: 0.85 },
      { text: ['kid', 'not found'], weight: 0.78 },
      { text: 'unable to find a signing key', weight: 0.93 },
      { text: 'no matching jwk', weight: 0.82 },
      { text: 'pyjwkclienterror', weight: 0.8 },
      { text: 'key not found in jwks', weight: 0.85 },
      { text: 'unable to find a signing key that matches', weight: 0.93 },
      { text: 'no applicable key found in the json web key set', weight: 0.93 },
      { text: 'no matching key found', weight: 0.7 },
      { text: 'error when selecting a jwt verification key', weight: 0.88 },
      { text: 'unknown kid', weight: 0.75 },
      { text: 'unable to find the jwk', weight: 0.8 },
    ],
    tell: (facts) => {
      const names = !found(facts, 'id-token-key-not-found') && facts.findings.length > 0;
      const kid = datum(facts, 'kid');
      return {
        side: 'provider',
        title: names
          ? 'Keys can not be told apart by name'
          : 'The key that signed the token is not published',
        cause: names
          ? `The keys of ${provider(facts)} lack a kid, or two share one. Apps then pick the wrong key, or refuse to pick.`
          : `The ID token names ${kid ? `the key “${kid}”` : 'a key'} that is not in the published key set, even when fetched again.`,
        fix: {
          text: names
            ? `Give every signing key its own key ID at ${provider(facts)}.`
            : `Restart ${provider(facts)} (every node), so that the key in use is published; then restart ${app(facts)}, which may hold old keys.`,
          setting: facts.product === 'authelia' ? 'identity_providers.oidc.jwks[].key_id' : 'signing key',
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [docs('OpenID Connect Core, rotation of signing keys', 'OpenID Connect Core 1.0 §10.1.1')],
  },
  {
    id: 'keys-unreachable',
    section: 'E',
    see: 'The keys can not be fetched.',
    sides: ['provider', 'proxy'],
    explains: [{ codes: ['jwks-unreachable', 'jwks-not-json'], weight: 0.88 }],
    entails: ['signing-key-not-published', 'second-opinion-differs'],
    keys: [
      { text: 'failed to fetch jwks', weight: 0.85 },
      { text: 'error fetching keys', weight: 0.75 },
      { text: 'fetching keys oidc: get keys failed', weight: 0.85 },
      { text: 'expected 200 ok from the json web key set', weight: 0.85 },
      { text: 'failed to get jwks', weight: 0.8 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: "The provider's keys can't be fetched",
      cause: `${datum(facts, 'url') ?? facts.connection?.provider_metadata.jwks_uri ?? 'The address under jwks_uri'} ${datum(facts, 'status') ? `answers ${datum(facts, 'status')}` : 'gives no key set'}. Without keys no app can verify a token.`,
      fix: {
        text: `Open that address in a browser: JSON with “keys” must appear. If a login page or a refusal appears, exempt the path from the protection in front.`,
        setting: 'jwks_uri',
        ...known('current', datum(facts, 'url')),
      },
    }),
    seen: [rule('RFC 7517 §5')],
  },
  {
    id: 'weak-or-leaked-key',
    section: 'E',
    see: 'A private key is published, or a signing key is too short.',
    sides: ['provider'],
    explains: [
      { codes: ['jwks-private-key-published'], weight: 0.97 },
      { codes: ['jwks-rsa-too-short'], weight: 0.9 },
    ],
    entails: ['second-opinion-differs'],
    keys: [
      { text: 'modulus length of at least 2048', weight: 0.85 },
      { text: 'modulus length 2048 bits or larger', weight: 0.85 },
    ],
    tell: (facts) => {
      const leaked = found(facts, 'jwks-private-key-published');
      return {
        side: 'provider',
        title: leaked ? 'The private signing key is public' : 'The signing key is too short',
        cause: leaked
          ? `The key set of ${provider(facts)} holds private parts: whoever read it can sign in as anyone.`
          : `The RSA key of ${provider(facts)} has ${datum(facts, 'bits') ?? 'fewer than 2048'} bits; 2048 is the least, and strict apps refuse less.`,
        fix: {
          text: `Make a new RSA key of 2048 bits or more at ${provider(facts)}, use it for signing, and remove the old one${leaked ? ' at once' : ''}.`,
          setting: signingKeyFix(facts).setting,
          value: 'RSA 2048',
          ...known('current', datum(facts, 'bits')),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [rule('RFC 7518 §3.3'), rule('RFC 7517 §9.2')],
  },
  {
    id: 'no-id-token',
    section: 'E',
    see: 'The token endpoint answers well, but without an ID token.',
    sides: ['provider', 'app'],
    explains: [{ codes: ['token-id-token-missing'], weight: 0.85 }],
    entails: [
      'claims-left-the-id-token',
      'username-missing',
      'role-wrong',
      'claim-not-released',
      'second-opinion-differs',
    ],
    keys: [
      { text: 'id_token missing', weight: 0.85 },
      { text: 'id_token is missing', weight: 0.88 },
      { text: 'no id_token', weight: 0.82 },
      { text: 'missing id token', weight: 0.82 },
      { text: 'did not return an id_token', weight: 0.88 },
      { text: 'no id token', weight: 0.8 },
      { text: 'id_token not found', weight: 0.82 },
      { text: 'response did not contain id_token', weight: 0.85 },
      { text: 'no id_token in token response', weight: 0.88 },
      { text: 'id_token not present in tokenset', weight: 0.9 },
      { text: 'id_token is missing in the token response', weight: 0.9 },
      { text: '"id_token" property must be a string', weight: 0.75 },
      { text: 'missing id_token', weight: 0.6 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'There is no ID token in the answer',
      cause: `${capital(provider(facts))} answered the token request as for plain OAuth 2.0. The scope openid was dropped, or this client is not an OpenID Connect client there.`,
      fix: {
        text: `Allow the scope openid on ${clientPlace(facts)}, and make it an OpenID Connect client.`,
        setting: 'scopes',
        value: facts.connection?.client.scopes.join(', ') ?? 'openid, profile, email',
        ...providerDeliverable(facts),
      },
    }),
    seen: [docs('OpenID Connect Core, token response', 'OpenID Connect Core 1.0 §3.1.3.3')],
  },
  {
    id: 'id-token-not-expected',
    section: 'E',
    see: 'The app gets an ID token and refuses the answer for it.',
    sides: ['app'],
    explains: [],
    keys: [{ text: 'id_token detected in the response', weight: 0.93 }],
    tell: (facts) => ({
      side: 'app',
      title: 'The app is set up for plain OAuth 2.0 and gets an ID token',
      cause: `${capital(app(facts))} asks for the scope openid, so ${provider(facts)} adds an ID token, and ${app(facts)} takes answers without one only.`,
      fix: {
        text: `Set the provider in ${app(facts)} to OpenID Connect (in Auth.js type “oidc”, in NextAuth 4 idToken: true), with the issuer of ${provider(facts)}.`,
        setting: appSetting(facts, 'issuer'),
        ...known('value', issuer(facts)),
        ...appDeliverable(facts),
      },
    }),
    seen: [code('openid-client 5: callbacks', 'panva/node-openid-client lib/client.js')],
  },
  {
    id: 'id-token-unreadable',
    section: 'E',
    see: 'The ID token is not a JWT at all.',
    sides: ['provider', 'proxy'],
    explains: [{ codes: ['id-token-malformed'], weight: 0.9 }],
    entails: ['second-opinion-differs'],
    keys: [
      { text: 'malformed jwt', weight: 0.7 },
      { text: 'invalid jwt serialization', weight: 0.75 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'The ID token is not readable',
      cause: `What ${provider(facts)} gave as id_token is not a signed JWT of three parts${datum(facts, 'parts') ? ` (it has ${datum(facts, 'parts')})` : ''}.`,
      fix: {
        text: `Update ${provider(facts)}, and check that no proxy rewrites the token endpoint's answers.`,
      },
    }),
    seen: [rule('RFC 7519 §7.2')],
  },
  {
    id: 'access-token-not-jwt',
    section: 'E',
    see: 'An app that reads the access token itself says that it is no JWT, or can’t verify it.',
    sides: ['provider', 'app'],
    explains: [],
    entails: ['id-token-unreadable', 'encrypted-id-token', 'id-token-signature-wrong'],
    keys: [
      { text: 'failed to verify access token', weight: 0.82 },
      { text: 'failed to parse/verify the access token', weight: 0.82 },
      { text: ['access token', 'invalid number of segments'], weight: 0.85 },
      { text: ['access token', 'not a jwt'], weight: 0.82 },
      { text: ['access token', 'not a valid jwt'], weight: 0.82 },
      { text: ['access token', 'opaque'], weight: 0.45 },
      { text: ['bearer', 'token contains an invalid number of segments'], weight: 0.78 },
    ],
    tell: (facts) => {
      const isAuthelia = facts.product === 'authelia';
      return {
        side: isAuthelia ? 'provider' : 'app',
        title: 'The access token is no JWT that the app can read',
        cause: `${capital(app(facts))} checks the signature of the access token itself. The standard leaves its form to the provider: ${isAuthelia ? 'Authelia gives out one that only Authelia can read, unless told otherwise' : `that of ${provider(facts)} may be opaque, or for its own interface only`}.`,
        fix: isAuthelia
          ? {
              text: `In ${clientPlace(facts)}, write access_token_signed_response_alg: 'RS256' and restart Authelia; or have ${app(facts)} ask userinfo in place of reading the token.`,
              setting: 'access_token_signed_response_alg',
              value: 'RS256',
            }
          : {
              text: `Have ${app(facts)} ask userinfo in place of reading the access token, or ask ${provider(facts)} for one that is for this app: a JWT with its audience.`,
            },
      };
    },
    seen: [rule('RFC 6749 §1.4'), ...threads('owncloud/ocis#4895', 'owncloud/ocis#5324')],
  },
  {
    id: 'member-repeated',
    section: 'E',
    see: 'An answer or a token says the same name twice.',
    sides: ['provider', 'proxy'],
    explains: [{ codes: ['member-repeated'], weight: 0.93 }],
    keys: [],
    tell: (facts) => {
      const names = allData(facts, 'members').join(', ') || 'the same name';
      const where = allData(facts, 'where').join(' and ') || 'An answer';
      return {
        side: 'provider',
        title: 'The provider says the same name twice',
        cause: `${capital(where)} of ${provider(facts)} has ${names} twice. One app reads the first value and the next app the second, and some refuse both.`,
        fix: {
          text: `Look at ${provider(facts)} for two mappings, scopes or scripts that write ${names}, and keep one of them. If there is only one, update ${provider(facts)}, and check that no proxy rewrites its answers.`,
        },
      };
    },
    seen: [rule('RFC 7519 §4'), rule('RFC 8259 §4')],
  },
  {
    id: 'id-token-for-another-client',
    section: 'E',
    see: 'The ID token is for another client.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['id-token-aud-wrong', 'id-token-azp-wrong'], weight: 0.92 },
      { codes: ['id-token-aud-stranger', 'id-token-azp-missing'], weight: 0.82 },
    ],
    entails: ['second-opinion-differs'],
    keys: [
      { text: 'invalidaudienceerror', weight: 0.9 },
      { text: "audience doesn't match", weight: 0.88 },
      { text: 'audience validation failed', weight: 0.9 },
      { text: 'idx10214', weight: 0.9 },
      { text: 'invalid audience', weight: 0.8 },
      { text: ['audience', 'does not match'], weight: 0.78 },
      { text: ['aud', 'mismatch'], weight: 0.6 },
      { text: 'jwt audience invalid', weight: 0.85 },
      { text: 'expected audience', weight: 0.8 },
      { text: 'unexpected "aud" claim value', weight: 0.9 },
      { text: 'unexpected jwt "aud" (audience) claim value', weight: 0.93 },
      { text: 'unexpected "azp" claim', weight: 0.88 },
      { text: "invalid claim 'aud'", weight: 0.82 },
      { text: 'invalid_claim: invalid claim "aud"', weight: 0.85 },
      { text: 'audience claim does not match', weight: 0.85 },
    ],
    tell: (facts) => {
      // What the message itself says was wanted wins over the workspace.
      const wanted = datum(facts, 'expected') ?? clientId(facts);
      return {
        side: 'provider',
        title: 'The ID token is not for this client alone',
        cause: `Its audience (aud) or authorised party (azp) is ${datum(facts, 'actual', 'aud', 'azp', 'stranger') ?? 'another one'}, not just ${wanted ? `“${wanted}”` : 'the client ID of the app'}.`,
        fix: {
          text: `Use the client ID of ${clientPlace(facts)} in ${app(facts)}, and remove additional audiences there.`,
          setting: 'client_id',
          ...known('value', clientId(facts)),
          ...known('current', datum(facts, 'actual', 'aud', 'azp')),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [docs('OpenID Connect Core, ID token validation', 'OpenID Connect Core 1.0 §3.1.3.7')],
  },
  {
    id: 'subject-missing',
    section: 'E',
    see: 'The ID token or userinfo does not say who the user is.',
    sides: ['provider'],
    explains: [
      { codes: ['id-token-sub-missing', 'id-token-sub-malformed', 'userinfo-sub-missing'], weight: 0.92 },
    ],
    entails: ['second-opinion-differs'],
    keys: [
      { text: 'missing required claim "sub"', weight: 0.85 },
      { text: '"sub" (subject) missing', weight: 0.9 },
      { text: 'missing required jwt property sub', weight: 0.9 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'The subject (sub) is missing or malformed',
      cause: `Every ID token and every userinfo answer must name the user by sub: 1 to 255 ASCII characters, always the same for one person.`,
      fix: {
        text: `Set the subject of ${clientPlace(facts)} to a stable value that every user has${facts.product === 'authentik' ? ' (Subject mode: hashed user ID)' : ''}.`,
        setting: facts.product === 'authentik' ? 'Subject mode' : 'sub',
        ...providerDeliverable(facts),
      },
    }),
    seen: [docs('OpenID Connect Core, ID token', 'OpenID Connect Core 1.0 §2')],
  },
  {
    id: 'nonce-wrong',
    section: 'E',
    see: 'The nonce in the ID token is missing or is not the one that was sent.',
    sides: ['provider', 'app'],
    explains: [{ codes: ['id-token-nonce-wrong', 'id-token-nonce-missing'], weight: 0.92 }],
    entails: ['second-opinion-differs'],
    keys: [
      { text: ['nonce', 'does not match'], weight: 0.76 },
      { text: ['nonce', 'mismatch'], weight: 0.76 },
      { text: 'invalid nonce', weight: 0.84 },
      { text: 'idx21323', weight: 0.85 },
      { text: 'nonce was null', weight: 0.8 },
      { text: 'nonce is invalid', weight: 0.82 },
      { text: 'nonce claim', weight: 0.6, topic: true },
      { text: 'nonce mismatch', weight: 0.8 },
      { text: 'nonce did not match', weight: 0.85 },
      { text: 'unexpected id token "nonce" claim value', weight: 0.93 },
      { text: "invalid claim 'nonce'", weight: 0.82 },
      { text: 'nonce in id token does not match', weight: 0.85 },
      { text: 'missing "nonce" claim', weight: 0.8 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'The ID token does not carry the nonce that was sent',
      cause: `The nonce ties the ID token to one login. ${found(facts, 'id-token-nonce-missing') ? `${capital(provider(facts))} left it out.` : 'Another one came back: an answer of an older login, a cache, or a token that was swapped.'}`,
      fix: {
        text: `Start one fresh login in one tab. If it stays, update ${provider(facts)} and see that nothing caches its token endpoint.`,
        setting: 'nonce',
      },
    }),
    seen: [docs('OpenID Connect Core, ID token validation', 'OpenID Connect Core 1.0 §3.1.3.7')],
  },
  {
    id: 'at-hash-wrong',
    section: 'E',
    see: 'The at_hash of the ID token does not belong to the access token.',
    sides: ['provider'],
    explains: [{ codes: ['at-hash-wrong'], weight: 0.93 }],
    keys: [
      { text: 'at_hash mismatch', weight: 0.9 },
      { text: "invalid claim 'at_hash'", weight: 0.85 },
      { text: 'access token hash does not match', weight: 0.85 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'ID token and access token do not belong together',
      cause:
        'The at_hash in the ID token is not the hash of the access token beside it: one of the two was exchanged or computed wrongly.',
      fix: {
        text: `Update ${provider(facts)}, and see that nothing rewrites or caches the answers of its token endpoint.`,
        setting: 'at_hash',
      },
    }),
    seen: [docs('OpenID Connect Core, access token validation', 'OpenID Connect Core 1.0 §3.1.3.8')],
  },
  {
    id: 'second-opinion-differs',
    section: 'E',
    see: 'Our own judgement and that of the OpenID Connect library differ.',
    sides: ['provider'],
    explains: [{ codes: ['library-disagrees'], weight: 0.4 }],
    keys: [],
    tell: (facts) => ({
      side: 'provider',
      title: 'Two judges do not agree',
      cause: `The checks here and the library openid-client came to different results${datum(facts, 'code') ? ` (${datum(facts, 'code')})` : ''}${datum(facts, 'message') ? `: ${datum(facts, 'message')}` : ''}. Some apps may therefore refuse what others accept.`,
      fix: {
        text: `Look at the check's evidence. If all else is green, tell ${app(facts)}'s behaviour apart by a real login.`,
      },
    }),
    seen: [code('openid-client: what it checks by default', 'panva/openid-client@6.8.9')],
  },
  {
    id: 'refresh-changes-identity',
    section: 'E',
    see: 'After a refresh the token names another issuer or another user.',
    sides: ['provider'],
    explains: [{ codes: ['refresh-changed-issuer', 'refresh-changed-subject'], weight: 0.92 }],
    keys: [],
    tell: (facts) => ({
      side: 'provider',
      title: 'A refreshed token names someone else',
      cause: `After the refresh, iss or sub differ from the first ID token. ${capital(app(facts))} would take the user for another, or end the session.`,
      fix: {
        text: `Reach ${provider(facts)} under one address only, keep its subject mode stable, and update it.`,
        setting: 'sub',
      },
    }),
    seen: [docs('OpenID Connect Core, refresh response', 'OpenID Connect Core 1.0 §12.2')],
  },
  {
    id: 'refresh-refused',
    section: 'E',
    see: 'The login works; later, or at the next visit, the app can not renew its token.',
    sides: ['provider', 'app'],
    explains: [],
    entails: ['code-refused', 'clock-skew', 'id-token-times', 'token-request-malformed'],
    keys: [
      { text: 'session not active', weight: 0.8 },
      { text: 'stale token', weight: 0.75 },
      { text: ['invalid_grant', 'token is not active'], weight: 0.9 },
      { text: 'maximum allowed refresh token reuse exceeded', weight: 0.95 },
      { text: 'offline user session not found', weight: 0.9 },
      { text: "session doesn't have required client", weight: 0.85 },
      { text: 'refreshaccesstokenerror', weight: 0.85 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'The refresh token is no longer taken',
      cause: `${capital(app(facts))} wanted a new token without a login, and ${provider(facts)} refused: the session there has ended or was revoked, the refresh token has expired, or it was used once before and is replaced at each use.`,
      fix: {
        text: `Sign in again; if the error stays, clear the cookies of ${app(facts)} first. If it comes back too soon, let the session and the refresh token of ${clientPlace(facts)} live longer, or have ${app(facts)} ask for offline_access.`,
        setting: 'scope',
        value: 'offline_access',
      },
    }),
    seen: [docs('RFC 6749, refreshing an access token', 'RFC 6749 §6')],
  },
  {
    id: 'refresh-token-missing',
    section: 'E',
    see: 'offline_access was asked for, and no refresh token came.',
    sides: ['provider'],
    explains: [{ codes: ['refresh-token-missing'], weight: 0.85 }],
    keys: [
      { text: 'no refresh token', weight: 0.6 },
      { text: 'missing refresh token', weight: 0.6 },
      { text: 'refresh_token is missing', weight: 0.7 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'No refresh token was given',
      cause: `${capital(app(facts))} asks for offline_access to stay signed in, but ${provider(facts)} gave no refresh token.`,
      fix: {
        text: `Allow the scope offline_access and the grant type refresh_token on ${clientPlace(facts)}.`,
        setting: 'grant_types',
        value: 'authorization_code, refresh_token',
        ...providerDeliverable(facts),
      },
    }),
    seen: [docs('OpenID Connect Core, offline access', 'OpenID Connect Core 1.0 §11')],
  },
];
