import { ownWords } from '../judges/words.ts';
import { hasQuotes, quotedSetting, quotedValue } from './app-request.ts';
import { type Cause, code, docs, type Facts, type Told, thread, threads } from './cause.ts';
import { arrivedAsOther, arrivedBroken, arrivedWithDollar } from './container.ts';
import { NOT_REGISTERED } from './redirect.ts';
import {
  allData,
  app,
  appDeliverable,
  appSetting,
  capital,
  clientId,
  clientPlace,
  datum,
  known,
  provider,
  providerDeliverable,
  redirectUri,
  setAt,
} from './setup.ts';

/** Section B of the catalogue: client authentication. */

const METHODS = /client_secret_(basic|post)/;
/** Grant types as standards call them; “password” and “implicit” are words of other sentences, too. */
const GRANTS = /\b(?:authorization_code|refresh_token|client_credentials|device_code)\b/gi;

/** The one grant type that the refusal names. */
function refusedGrant(facts: Facts): string | undefined {
  const said = [
    datum(facts, 'grant'),
    datum(facts, 'error_description', 'description'),
    datum(facts, 'said'),
  ].find((one) => one !== undefined && one.search(GRANTS) >= 0);
  const named = new Set(said?.match(GRANTS)?.map((one) => one.toLowerCase()));
  return named.size === 1 ? [...named][0] : undefined;
}

/** True if another method than the one tried was accepted; then the secret is right. */
const otherAccepted = (facts: Facts): boolean =>
  facts.all.some((finding) => finding.code === 'token-method-other-accepted') ||
  METHODS.test(datum(facts, 'accepted', 'accepted_method') ?? '');

const rawAccepted = (facts: Facts): boolean =>
  facts.all.some((finding) => finding.code === 'token-raw-basic-accepted');

/** True if the text of the finding names the method itself (Authelia with client debug messages). */
const namesMethod = (facts: Facts): boolean =>
  /token_endpoint_auth_method|authentication method/i.test(
    ownWords(datum(facts, 'error_description', 'description', 'error_hint')),
  );

/** True if the token endpoint says that the client is the problem, not its secret. */
const saysNoSuchClient = (facts: Facts): boolean =>
  /client.{0,30}(does not exist|not found|not registered|unknown)|(unknown|no such) client/i.test(
    ownWords(datum(facts, 'error_description', 'description')),
  );

/** True if the provider says that the client is switched off. */
const saysDisabled = (facts: Facts): boolean =>
  /client (?:is )?disabled/i.test(
    ownWords(datum(facts, 'error_description', 'description', 'text', 'excerpt')),
  );

/**
 * authentik refuses a token request with an unregistered redirect URI as it refuses a wrong secret. The test login sends
 * the address that the provider has just taken, so this concerns the app's own requests alone.
 */
const refusedForAddress = (facts: Facts): string =>
  facts.product === 'authentik' && facts.findings.length === 0
    ? ` authentik answers the same to a client ID that it does not know, and where the redirect URI of the token request is not registered${redirectUri(facts) === undefined ? '' : ` (${redirectUri(facts)})`}: its log tells which (Invalid client secret; OAuth2Provider does not exist; Invalid redirect URI used by provider).`
    : '';

const isPublic = (facts: Facts): boolean =>
  (facts.connection?.client.token_endpoint_auth_method ?? datum(facts, 'method')) === 'none';

/** True if the finding says that the secret holds characters that must be encoded. */
const special = (facts: Facts): boolean =>
  facts.data['special_characters'] === true || facts.data['needs_encoding'] === true;

/** The method the provider accepts, from the finding that says so. */
function acceptedMethod(facts: Facts): string | undefined {
  for (const finding of facts.all) {
    if (finding.code !== 'token-method-other-accepted') continue;
    for (const key of ['accepted', 'accepted_method', 'method', 'other']) {
      const value = finding.data[key];
      if (typeof value === 'string' && METHODS.test(value)) return value;
    }
  }
  return datum(facts, 'registered_method', 'accepted', 'accepted_method');
}

/** The method the app really uses: as a text says, or its own behaviour, not what the workspace says. */
function sentByApp(facts: Facts): string | undefined {
  const own = facts.connection?.app.traits.value.token_endpoint_auth_method;
  return datum(facts, 'used_method') ?? own ?? datum(facts, 'method');
}

const REFUSED = ['token-client-refused', 'secret-refused'] as const;

/** The env file, if that is where the app gets its secret. */
const inEnvironment = (facts: Facts) =>
  setAt(facts, 'client_secret').some(({ way }) => way === 'env') ? { deliverable: 'env' } : {};

/** A name to compare, if the app's settings are variables. */
function example(facts: Facts): string {
  const value = sentValue(facts);
  const name = facts.connection
    ? setAt(facts, value?.name === 'client_id' ? 'client_id' : 'redirect_uri').find(
        ({ way }) => way === 'env',
      )?.name
    : value?.name === 'client_id'
      ? 'OIDC_CLIENT_ID'
      : 'OIDC_REDIRECT_URI';
  return name === undefined ? '' : `, e.g. ${name}`;
}

/** The client ID that the text says was sent, or else the one of the setup. */
const sentId = (facts: Facts): string | undefined => datum(facts, 'client_id') ?? clientId(facts);

/** What a message shows of a value that arrived: with quotes, with the end of its line, or empty. */
function sentValue(
  facts: Facts,
): { readonly name: string; readonly how: 'quotes' | 'line' | 'empty' | 'unset' } | undefined {
  const name = ['client_id', 'redirect_uri'].find((one) => typeof facts.data[one] === 'string');
  if (name === undefined) return undefined;
  const value = String(facts.data[name]);
  if (value === '') return { name, how: 'empty' };
  if (/^(?:undefined|null|none|nil)$|^[$%{]/i.test(value)) return { name, how: 'unset' };
  if (/(?:\\[rn]|%0[ad]|[\r\n])$/i.test(value)) return { name, how: 'line' };
  return /^["'\u2018\u2019]|["'\u2018\u2019]$/.test(value) ? { name, how: 'quotes' } : undefined;
}

function brokenValue(facts: Facts): { readonly title: string; readonly cause: string } {
  const value = sentValue(facts);
  const sent = value === undefined ? undefined : datum(facts, value.name);
  switch (value?.how) {
    case 'line':
      return {
        title: `The ${value.name} arrives with the end of its line`,
        cause: `The app sent ${value.name} ${sent}: what stands behind it is the end of a line, and part of the value. The file was written on Windows, where each line ends with CR and LF, or a line break stands in the value.`,
      };
    case 'quotes':
      return {
        title: `The ${value.name} arrives with its quotes`,
        cause: `The app sent ${value.name} ${sent}: the quotes are part of the value. In a list such as - NAME="value", they become part of it.`,
      };
    case 'unset':
      return {
        title: `The ${value.name} was never filled in`,
        cause: `The app sent ${value.name} ${sent}: that is what a program makes of a setting that is not there. The name of the variable is misspelt, its file isn't read, or it is one that only counts when the app is built.`,
      };
    case 'empty':
      return {
        title: `The ${value.name} arrives empty`,
        cause: `The app sent no ${value.name}: its setting is empty, or the name of the variable is misspelt, which leaves it unset.`,
      };
    default:
      return {
        title: 'A value arrives with its quotes, or not at all',
        cause:
          'In a list such as - NAME="value", the quotes become part of the value; and a misspelt variable name is ignored, which leaves the value empty.',
      };
  }
}

/** Quotation marks that stand in a list of Compose. */
function quotedItems(facts: Facts): Told | undefined {
  const [first, ...others] = datum(facts, 'quoted') === undefined ? [] : allData(facts, 'variable');
  if (first === undefined) return undefined;
  const names =
    others.length === 0 ? first : `${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(-1)}`;
  return {
    side: 'app',
    title: `${first} arrives with its quotes`,
    cause: `In a list such as - NAME="value", all that stands behind the = is the value. So the quotation marks are part of ${names}.`,
    fix: {
      text: 'Take the quotation marks away, or put them around the whole item (- "NAME=value"), and make the container again.',
      setting: first,
    },
  };
}

/** One of a few words that a variable may have, with a letter wrong. */
function misspeltValue(facts: Facts): Told | undefined {
  const [variable, wanted] = [datum(facts, 'variable'), datum(facts, 'wanted')];
  const current = datum(facts, 'current');
  if (variable === undefined || wanted === undefined || current === undefined) return undefined;
  return {
    side: 'app',
    title: `${variable} has a value that ${app(facts)} does not know`,
    cause: `${variable} is “${current}”, which is “${wanted}” with a letter wrong. ${capital(app(facts))} leaves out what it does not know, or stops.`,
    fix: {
      text: `Write ${wanted} there, and make the container again.`,
      setting: variable,
      value: wanted,
      current,
    },
  };
}

/** The name of a variable, with a letter wrong. */
function misspeltName(facts: Facts): Told | undefined {
  const [misspelt, variable] = [datum(facts, 'misspelt'), datum(facts, 'variable')];
  if (misspelt === undefined || variable === undefined) return undefined;
  return {
    side: 'app',
    title: `${capital(app(facts))} knows no setting of the name ${misspelt}`,
    cause: `${capital(app(facts))} reads ${variable}, and the text has ${misspelt}. What has another name is left out without a word, so the setting is empty.`,
    fix: {
      text: `Write ${variable} in place of ${misspelt}, and make the container again.`,
      setting: variable,
      current: misspelt,
    },
  };
}

function mendValue(facts: Facts): string {
  switch (sentValue(facts)?.how) {
    case 'line':
      return `Save the env file with the line ends of Unix (LF), take the line break out of the value, and make the app’s container again${example(facts)}.`;
    case 'empty':
      return `Set the value, and compare the name of its variable with the one of the exported file letter by letter${example(facts)}. Then make the container again.`;
    default:
      return `Drop the quotes (or write NAME: value as a mapping), and compare the names with those of the exported file letter by letter${example(facts)}.`;
  }
}

/** The provider says when the code ended. */
function codeExpired(facts: Facts): Told {
  const authelia = facts.product === 'authelia';
  return {
    side: 'provider',
    title: 'The code was over before the app redeemed it',
    cause: `The code ended at ${datum(facts, 'expired')}, before ${app(facts)} asked for the tokens: codes live too short at ${provider(facts)}, the app was slow, or an old address was opened again.`,
    fix: {
      text: `Give codes a minute at ${provider(facts)}${authelia ? ' (take authorize_code out of identity_providers.oidc.lifespans, or write 1m; a custom lifespan of the client counts, too)' : ''}, and log in once more from a fresh tab.`,
      setting: authelia ? 'identity_providers.oidc.lifespans.authorize_code' : 'lifetime of codes',
      value: '1m',
    },
  };
}

/** True if no request showed which secret or method was tried: a text alone says that the client was refused. */
const isOnlyTold = (facts: Facts): boolean =>
  datum(facts, 'reason') === undefined && allData(facts, 'tried').length === 0 && !arrivedAsOther(facts);

export const CLIENT_AUTHENTICATION: readonly Cause[] = [
  {
    id: 'wrong-secret-method',
    ref: 'D10',
    section: 'B',
    see: 'The login works, then the app returns to its own login page, or reports invalid_client.',
    sides: ['provider', 'app'],
    explains: [
      {
        codes: REFUSED,
        weight: 0.96,
        when: otherAccepted,
        condition: 'the same secret was accepted by the other method',
      },
      {
        codes: REFUSED,
        weight: 0.95,
        when: namesMethod,
        condition: "the provider's answer names the method",
      },
      { codes: ['token-method-other-accepted'], weight: 0.96 },
      { codes: ['auth-method-refused'], weight: 0.9 },
      {
        codes: REFUSED,
        weight: 0.5,
        when: (facts) => !isPublic(facts) && facts.product === 'authelia',
        condition: 'Authelia, which takes one method only',
      },
    ],
    keys: [
      {
        text: "determined to be using 'token_endpoint_auth_method' method",
        without: ["determined to be using 'token_endpoint_auth_method' method 'none'"],
        weight: 0.96,
      },
      { text: 'client supports client authentication method', weight: 0.85 },
      { text: ['requested method', 'client authentication', 'not allowed'], weight: 0.6 },
    ],
    tell: (facts) => {
      const needed = sentByApp(facts);
      const accepted = acceptedMethod(facts);
      const stated = facts.connection?.app.entry.token_endpoint_auth_method;
      if (facts.connection && stated !== undefined && needed !== undefined && stated !== needed) {
        return {
          side: 'app',
          title: 'The workspace states another method than the app uses',
          cause: `The workspace says that ${app(facts)} sends its secret by ${stated}, but ${app(facts)} ${facts.connection.app.version.effective} uses ${needed}${accepted ? `, and ${provider(facts)} accepts ${accepted}` : ''}.`,
          fix: {
            text: `Remove token_endpoint_auth_method from the app in the workspace, or write ${needed}.`,
            setting: 'token_endpoint_auth_method',
            value: needed,
            current: stated,
            workspace_path: `apps.${facts.connection.app.id}.token_endpoint_auth_method`,
          },
        };
      }
      const line = needed ? `token_endpoint_auth_method: '${needed}'` : undefined;
      return {
        side: 'provider',
        title: 'The client is registered for another way of sending the secret',
        cause: `${capital(app(facts))} sends its secret by ${needed ?? 'one method'}, but ${provider(facts)} takes ${accepted ?? 'only the other'} for this client. The secret itself is ${otherAccepted(facts) ? 'right' : 'not the point'}.`,
        fix: {
          text:
            facts.product === 'authelia' && line
              ? `In ${clientPlace(facts)}, write the line ${line}, then restart Authelia.`
              : `Set the client authentication method of ${clientPlace(facts)} to ${needed ?? 'the one the app uses'}.`,
          setting: 'token_endpoint_auth_method',
          ...known('value', needed),
          ...known('current', accepted === needed ? undefined : accepted),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads(
      'authelia/authelia#6860',
      'authelia/authelia#6884',
      'authelia/authelia#10131',
      'authelia/authelia#10151',
      'nextcloud/user_oidc#907',
      'cavefire/hass-openid#10',
      'immich-app/immich#17825',
      'ionfury/homelab#1550',
    ),
  },
  {
    id: 'two-methods-at-once',
    ref: 'D11',
    section: 'B',
    see: 'Authelia refuses the token request because it carries the secret twice.',
    sides: ['app'],
    explains: [{ codes: ['token-two-methods'], weight: 0.95 }],
    keys: [
      { text: ['multiple', 'authentication methods'], weight: 0.75, without: ['are supported'] },
      { text: ['client_secret', 'header and body'], weight: 0.75 },
      { text: 'more than one known authentication method', weight: 0.97 },
      { text: 'multiple client authentication methods', weight: 0.85, without: ['are supported'] },
      // The standard's own sentence has these words, too.
      {
        text: 'more than one mechanism for authenticating',
        weight: 0.85,
        without: ['otherwise malformed'],
      },
      { text: 'more than one authentication method per request', weight: 0.9 },
      { text: 'only one method may be used to authenticate', weight: 0.9 },
      { text: 'multiple client credentials cannot', weight: 0.9 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The app sends its secret twice',
      cause: `${capital(app(facts))} puts the secret into the header and into the body of one request. RFC 6749 §2.3 forbids that, and ${provider(facts)} refuses it.`,
      fix: {
        text: `Update ${app(facts)}, or set it to one method. At the provider there is no safe change.`,
        setting: appSetting(facts, 'auth_method'),
        ...known('value', facts.connection?.client.token_endpoint_auth_method),
        ...appDeliverable(facts),
      },
    }),
    seen: threads('authelia/authelia#6904'),
  },
  {
    id: 'secret-wrong-or-swapped',
    ref: 'D12',
    section: 'B',
    see: 'invalid_client, with no word on the method.',
    sides: ['app', 'provider'],
    explains: [
      {
        codes: REFUSED,
        weight: 0.75,
        when: (facts) => !isPublic(facts),
        condition: 'the client has a secret and no other method was accepted',
      },
      {
        codes: ['container-value-differs'],
        weight: 0.95,
        when: arrivedAsOther,
        condition: 'the container holds a digest, or a value with a blank in it',
      },
    ],
    keys: [
      { text: 'bad client credentials', weight: 0.75 },
      { text: 'incorrect client credentials', weight: 0.75 },
      { text: 'client credentials are invalid', weight: 0.75 },
      { text: 'invalid client credentials', weight: 0.68 },
      { text: 'invalid_client_secret', weight: 0.75 },
      { text: 'wrong client secret', weight: 0.85 },
      { text: 'clientauthenticationfailed', weight: 0.6 },
      { text: '401 unauthorized token endpoint', weight: 0.5 },
      { text: ['/token', '401'], weight: 0.4 },
      { text: 'the provided client secret did not match the registered client secret', weight: 0.95 },
      { text: 'client_secret=$pbkdf2', weight: 0.9 },
      { text: 'client_secret: $pbkdf2', weight: 0.4 },
      { text: 'client_secret=$argon2', weight: 0.9 },
      { text: "_client_secret='$pbkdf2", weight: 0.9 },
      { text: '_client_secret="$pbkdf2', weight: 0.9 },
      { text: '_client_secret=$$pbkdf2', weight: 0.9 },
      { text: 'client_secret is invalid', weight: 0.6 },
      { text: 'invalid client secret', weight: 0.65 },
      { text: 'invalid_client', weight: 0.45 },
      // In Rust, codes are names of a type.
      { text: 'error: invalidclient', weight: 0.45 },
      { text: 'client authentication failed', weight: 0.44 },
    ],
    tell: (facts) => ({
      side: 'app',
      ...(isOnlyTold(facts) ? { either: true as const } : {}),
      title:
        datum(facts, 'reason') === 'expired'
          ? 'The secret that the app sends has expired'
          : isOnlyTold(facts)
            ? 'One of three: client ID, secret, or how it is sent'
            : 'The secret that the app sends is not the one registered',
      cause:
        datum(facts, 'reason') === 'expired'
          ? `${capital(provider(facts))} knows the secret, and its time is over.`
          : arrivedAsOther(facts)
            ? `${datum(facts, 'setting') === undefined ? 'Seen in the container' : 'Seen in the text'}: ${datum(facts, 'variable', 'setting')} holds ${datum(facts, 'how') === 'digest' ? 'a digest, and a digest is never sent: the clear secret belongs there' : 'a blank, a line break or a tab, which belongs to no secret'}.`
            : `${capital(provider(facts))} refused the client ID and secret together${allData(facts, 'tried').length > 1 ? ', and no other way of sending the secret made a difference' : ''}. Usual reasons: an old secret after a rotation, a lost or added character (a newline, a quote), ${isOnlyTold(facts) ? '' : 'or '}${facts.product === 'authelia' || facts.product === undefined ? 'the digest ($pbkdf2-…) pasted into the app where the clear secret belongs' : 'the secret of another client'}${isOnlyTold(facts) ? ', a client ID that is not known there, or a secret that is sent in another way (client_secret_basic, client_secret_post) than the client is registered with' : ''}.${refusedForAddress(facts)}`,
      fix: {
        text:
          datum(facts, 'reason') === 'expired'
            ? `Make a new secret on ${clientPlace(facts)}, write its value into ${appSetting(facts, 'client_secret')}, and restart ${app(facts)}. Note when the new one ends.`
            : facts.product === 'authelia'
              ? `Apply both sides from one export: ${app(facts)} gets the clear secret in ${appSetting(facts, 'client_secret')}, Authelia its digest in client_secret of ${clientPlace(facts)}. Then restart both.`
              : `${isOnlyTold(facts) ? 'Compare the client ID of both sides. If it is the same, copy' : 'Copy'} the client secret of ${clientPlace(facts)} into ${appSetting(facts, 'client_secret')} again, without blanks or quotes, and restart ${app(facts)}.`,
        setting: appSetting(facts, 'client_secret'),
        ...appDeliverable(facts),
      },
    }),
    seen: threads('9p4/jellyfin-plugin-sso#182', 'pennersr/django-allauth#4044', 'authelia/authelia#6932'),
  },
  {
    id: 'secret-not-url-encoded',
    ref: 'D13',
    section: 'B',
    see: 'invalid_client although the secret is right; it holds characters such as +, /, % or :.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['token-raw-basic-accepted'], weight: 0.9 },
      {
        codes: REFUSED,
        weight: 0.95,
        when: rawAccepted,
        condition: 'the same secret was accepted unencoded',
      },
      {
        codes: REFUSED,
        weight: 0.72,
        when: special,
        condition: 'the secret holds characters that need encoding',
      },
    ],
    keys: [
      { text: 'invalid url escape', weight: 0.7 },
      { text: ['client_secret_basic', 'url-encod'], weight: 0.7 },
      { text: ['special characters', 'client secret'], weight: 0.6 },
      { text: 'failed to decode the client secret', weight: 0.85 },
      { text: 'the client id in the http authorization header could not be decoded', weight: 0.93 },
      { text: 'the client secret in the http authorization header could not be decoded', weight: 0.93 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'Client ID or secret holds characters that travel badly',
      cause: `With HTTP Basic, ID and secret must be form-encoded before they are joined. ${rawAccepted(facts) ? `${capital(provider(facts))} does not undo that encoding, so apps that encode correctly are refused` : 'Many apps skip that, and strict providers then read another secret'}.`,
      fix: {
        text: `Give this client a new ID or secret made of letters and digits only, on both sides${facts.connection ? ` (latchkey secrets rotate makes one)` : ''}.`,
        setting: /[^A-Za-z0-9]/.test(clientId(facts) ?? '') ? 'client_id' : 'client_secret',
        ...providerDeliverable(facts),
        ...(facts.connection && /[^A-Za-z0-9]/.test(facts.connection.client.client_id)
          ? { workspace_path: `apps.${facts.connection.app.id}.client_id` }
          : {}),
      },
    }),
    seen: [
      docs('Authelia FAQ', 'https://www.authelia.com/integration/openid-connect/frequently-asked-questions/'),
      ...threads('open-webui/open-webui#20733', 'keycloak/keycloak#16923'),
    ],
  },
  {
    id: 'compose-eats-dollar',
    ref: 'D14',
    section: 'B',
    see: 'invalid_client while the file looks perfect; Compose may warn of a variable that is not set.',
    sides: ['host'],
    explains: [
      {
        codes: ['container-value-differs'],
        weight: 0.94,
        when: arrivedWithDollar,
        condition: 'a secret in the container holds a dollar sign',
      },
    ],
    keys: [
      { text: ['variable is not set', 'blank string'], weight: 0.93 },
      { text: 'invalid interpolation', weight: 0.92 },
      { text: ['interpolation', 'environment'], weight: 0.7 },
      { text: 'invalid interpolation format', weight: 0.95 },
      { text: ['variable is not set', 'defaulting to a blank string'], weight: 0.93 },
      { text: 'variable is not set. substituting a blank string', weight: 0.9 },
      { text: ['invalid template', 'environment'], weight: 0.7 },
      { text: 'invalid template:', weight: 0.75 },
    ],
    tell: (facts) => ({
      side: 'host',
      title: 'Compose changed the value: $ has a meaning there',
      cause:
        'Docker Compose replaces $name in environment values and env files and folds $$ into $, so a value with a dollar sign arrives shortened or empty.',
      fix: {
        text: `Use a secret without “$” (${facts.connection ? 'latchkey secrets rotate makes one' : 'letters and digits only'}); otherwise write $$ for each $ in the Compose file, or single-quote the value in an env file.`,
        setting: appSetting(facts, 'client_secret'),
        ...inEnvironment(facts),
      },
    }),
    seen: threads(
      'als-apg/osprey#545',
      'getsentry/self-hosted#23',
      'almarklein/timetagger#224',
      'getindiekit/indiekit#942',
    ),
  },
  {
    id: 'literal-quotes-or-misspelt-name',
    ref: 'D15',
    section: 'B',
    see: 'The app fails before any redirect, because a value begins with a quote or is empty.',
    sides: ['app'],
    explains: [
      {
        codes: ['app-client-id-differs', 'app-redirect-differs', 'app-provider-differs'],
        weight: 0.96,
        when: hasQuotes,
        condition: 'the app itself sent a value with quotes around it',
      },
      {
        codes: ['container-value-differs'],
        weight: 0.96,
        when: arrivedBroken,
        condition: 'a value in the container has its quotes, is empty or is not set',
      },
    ],
    entails: ['client-unknown', ...NOT_REGISTERED],
    keys: [
      { text: "request url is missing an 'http://' or 'https://' protocol", weight: 0.95 },
      { text: 'oidc_redirect:uri', weight: 0.95 },
    ],
    tell: (facts) =>
      misspeltName(facts) ??
      misspeltValue(facts) ??
      quotedItems(facts) ?? {
        side: 'app',
        ...brokenValue(facts),
        fix: {
          text: mendValue(facts),
          setting: datum(facts, 'variable') ?? appSetting(facts, quotedSetting(facts)),
          ...known('value', quotedValue(facts)),
          ...known('current', datum(facts, 'sent', 'redirect_uri')),
          ...appDeliverable(facts),
        },
      },
    seen: threads(
      'rommapp/romm#2732',
      'rommapp/romm#1502',
      'transmute-app/transmute#125',
      'documenso/documenso#1455',
    ),
  },
  {
    id: 'keycloak-credentials',
    ref: 'D16',
    section: 'B',
    see: 'Keycloak refuses the token request; its log says invalid_client_credentials.',
    sides: ['app', 'provider'],
    products: ['keycloak'],
    explains: [
      {
        codes: REFUSED,
        weight: 0.78,
        when: (facts) => !isPublic(facts),
        condition: 'the client has a secret',
      },
    ],
    keys: [
      { text: 'invalid client or invalid client credentials', weight: 0.95 },
      { text: 'client secret not provided in request', weight: 0.95 },
      { text: 'invalid_client_credentials', weight: 0.93 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'Keycloak refuses the credentials of the app',
      cause: `The secret is not the one of this client, or ${app(facts)} sends none although the client is confidential (“Client authentication” is on).`,
      fix: {
        text: `Copy the secret from Clients › ${clientId(facts) ?? 'the client'} › Credentials into ${appSetting(facts, 'client_secret')}. If the app has no secret at all, switch “Client authentication” off for this client.`,
        setting: appSetting(facts, 'client_secret'),
        ...appDeliverable(facts),
      },
    }),
    seen: threads(
      'keycloak/keycloak#16923',
      'Stirling-Tools/Stirling-PDF#6567',
      'mauriciovigolo/keycloak-angular#212',
    ),
  },
  {
    id: 'public-versus-confidential',
    ref: 'D17',
    section: 'B',
    see: 'A secret is demanded although the app has none, or the reverse.',
    sides: ['provider'],
    explains: [
      {
        codes: [...REFUSED, 'auth-method-refused'],
        weight: 0.92,
        when: isPublic,
        condition: 'the app is a client without a secret',
      },
      {
        codes: REFUSED,
        weight: 0.9,
        when: (facts) => acceptedMethod(facts) === 'none' || facts.data['accepted'] === 'none',
        condition: 'the request was accepted without a secret',
      },
      { codes: ['secret-not-checked'], weight: 0.92 },
    ],
    keys: [
      { text: ['public client', 'secret'], weight: 0.6, topic: true },
      { text: ['client secret', 'required', 'public'], weight: 0.62 },
      { text: 'client_secret is required', weight: 0.6 },
      { text: 'confidential client', weight: 0.4 },
      { text: 'public client is not allowed to use', weight: 0.8 },
      { text: 'client is public but a client_secret', weight: 0.8 },
      { text: 'public clients must not', weight: 0.5 },
      { text: 'client_secret must not be empty', weight: 0.6 },
      { text: 'missing client_secret', weight: 0.6 },
    ],
    tell: (facts) => {
      const platform = datum(facts, 'platform');
      if (platform !== undefined)
        return {
          side: 'provider',
          title: 'The redirect URI is registered for another kind of app',
          cause:
            platform === 'web'
              ? `The redirect URI stands under “Single-page application”, so the code may only be redeemed by a browser, and ${app(facts)} does it from its server.`
              : `The redirect URI stands under “Web”, and ${app(facts)} redeems the code in the browser.`,
          fix: {
            text: `Move the redirect URI of ${clientPlace(facts)} under the platform “${platform === 'web' ? 'Web' : 'Single-page application'}”.`,
            setting: 'redirect_uris',
            ...known('value', redirectUri(facts)),
            ...providerDeliverable(facts),
          },
        };
      const method = facts.connection?.client.token_endpoint_auth_method;
      const wanted = method === undefined ? undefined : method === 'none' ? 'public' : 'confidential';
      const setting =
        facts.product === 'authelia'
          ? 'public'
          : facts.product === 'keycloak'
            ? 'Client authentication'
            : 'Client Type';
      const value =
        wanted === undefined
          ? undefined
          : facts.product === 'authelia'
            ? String(wanted === 'public')
            : facts.product === 'keycloak'
              ? wanted === 'public'
                ? 'Off'
                : 'On'
              : wanted === 'public'
                ? 'Public'
                : 'Confidential';
      return {
        side: 'provider',
        title: 'The provider takes the client for the other type',
        cause: facts.findings.some((finding) => finding.code === 'secret-not-checked')
          ? `${capital(provider(facts))} took a made-up secret for this client, so it has it as a public one: anyone who learns the client ID can act as ${app(facts)}.`
          : wanted === 'public'
            ? `${capital(app(facts))} has no secret (a public client), but ${provider(facts)} expects one from this client.`
            : `One side treats the client as public, the other as confidential, so a secret is demanded where there is none, or refused where there is one.`,
        fix: {
          text: `Set the client type of ${clientPlace(facts)} to ${wanted ?? 'what the app is: public without a secret, confidential with one'}.`,
          setting,
          ...known('value', value),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads('christiaangoossens/hass-oidc-auth#35', 'flatcar/flatcar-website#520'),
  },
  {
    id: 'blocked-by-waf',
    ref: 'D18',
    section: 'B',
    see: 'The browser part works; the requests of the app itself get a 403 or an HTML page.',
    sides: ['proxy'],
    explains: [
      { codes: ['token-html', 'token-forbidden', 'discovery-forbidden'], weight: 0.85 },
      { codes: ['token-not-json'], weight: 0.65 },
      {
        codes: ['discovery-html', 'userinfo-html'],
        weight: 0.82,
        when: (facts) => /^(401|403|429|503)$/.test(datum(facts, 'status') ?? ''),
        condition: 'the page came with status 401, 403, 429 or 503',
      },
    ],
    entails: ['keys-unreachable', 'userinfo-empty-or-wrong-url'],
    keys: [
      { text: 'unexpected token < in json', weight: 0.48 },
      { text: "unexpected token '<'", weight: 0.5 },
      { text: 'unexpected token "<"', weight: 0.5 },
      { text: "invalid character '<' looking for beginning of value", weight: 0.5 },
      { text: ['expected json', 'html'], weight: 0.6 },
      { text: 'cloudflare ray id', weight: 0.85 },
      { text: ['<html', '<title>access denied'], weight: 0.75 },
      { text: ['<html', '<title>403 forbidden'], weight: 0.75 },
      { text: 'error 1020', weight: 0.85 },
      { text: 'captcha', weight: 0.6, topic: true },
      { text: 'bot protection', weight: 0.7, topic: true },
      { text: 'geo-block', weight: 0.75 },
      { text: 'blocked by', weight: 0.5 },
      { text: 'cannot fetch token: 403 forbidden', weight: 0.93 },
      { text: ['cannot fetch token', '403'], weight: 0.75 },
      { text: 'attention required! | cloudflare', weight: 0.9 },
      { text: 'just a moment...</title>', weight: 0.88 },
      { text: 'cf-mitigated: challenge', weight: 0.9 },
      { text: 'crowdsec access forbidden', weight: 0.88 },
      { text: "oauth2: cannot parse json: invalid character '<'", weight: 0.72 },
      { text: ['oauth2: cannot fetch token', '<html'], weight: 0.7 },
      { text: ['oauth2: cannot fetch token', '<!doctype'], weight: 0.7 },
    ],
    tell: (facts) => {
      const path = datum(facts, 'url', 'endpoint');
      return {
        side: 'proxy',
        title: "Something in front of the provider turns the app's requests away",
        cause: `A page or a refusal came back${path ? ` from ${path}` : ''} where JSON belongs: bot protection, a geographic rule, an IP list or forward authentication in front of ${provider(facts)}. The app's server is not a browser and can't pass it.`,
        fix: {
          text: `Exempt the discovery, token, userinfo and keys paths of ${provider(facts)} from that protection, or let ${app(facts)} reach ${provider(facts)} inside the network.`,
          ...known('setting', path),
        },
      };
    },
    seen: threads(
      'Kareadita/Kavita#4744',
      'usememos/memos#3189',
      'portainer/portainer#6885',
      'fosrl/pangolin#1637',
    ),
  },
  {
    id: 'client-unknown',
    section: 'B',
    see: 'The provider says that it does not know the client, before any login.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['client-unknown'], weight: 0.95 },
      {
        codes: ['discovery-not-found'],
        weight: 0.95,
        when: (facts) => facts.product === 'kanidm',
        condition: 'Kanidm, whose discovery address holds the client ID',
      },
      {
        codes: ['callback-error', 'authorization-error-page'],
        weight: 0.85,
        when: (facts) =>
          datum(facts, 'error') === 'invalid_client' ||
          /client.{0,20}(not found|unknown|invalid)|invalid_client/i.test(
            datum(facts, 'text', 'excerpt') ?? '',
          ),
        condition: 'the error is invalid_client',
      },
      {
        codes: REFUSED,
        weight: 0.93,
        when: saysNoSuchClient,
        condition: 'the answer says that there is no such client',
      },
    ],
    entails: [
      'discovery-path-wrong',
      'redirect-not-registered-authelia',
      'redirect-authentik',
      'redirect-keycloak',
      'redirect-pocket-id',
      'redirect-not-registered',
      'secret-wrong-or-swapped',
      'keycloak-credentials',
      'wrong-secret-method',
    ],
    keys: [
      { text: 'the client identifier (client_id) is missing or invalid', weight: 0.95 },
      { text: 'client id error', weight: 0.8 },
      { text: 'the requested oauth 2.0 client does not exist', weight: 0.9 },
      { text: ['client not found', 'keycloak'], weight: 0.85 },
      { text: ['we are sorry', 'client not found'], weight: 0.88 },
      { text: 'client_not_found', weight: 0.85 },
      { text: 'invalid client_id', weight: 0.7 },
      { text: 'is not registered. client_id', weight: 0.5 },
      { text: 'unknown client', weight: 0.6, without: ['e.g., unknown client'] },
    ],
    tell: (facts) => {
      const sent = sentId(facts);
      const title = `${capital(provider(facts))} does not know this client`;
      const whose = datum(facts, 'whose');
      const own = clientId(facts);
      if (whose === 'nearest' && sent !== undefined && own !== undefined)
        return {
          side: 'app',
          title,
          cause: `No client of the workspace has the ID “${sent}”. The nearest is “${own}” of ${app(facts)}, so the app has it with a slip.`,
          fix: {
            text: `Write “${own}” into ${appSetting(facts, 'client_id')} of ${app(facts)}, and restart it.`,
            setting: appSetting(facts, 'client_id'),
            value: own,
            current: sent,
            ...appDeliverable(facts),
          },
        };
      const why =
        whose === 'client'
          ? `It is the ID of ${app(facts)} in the workspace, so the app sends the right one: the client was not applied yet, or the provider was not restarted.`
          : whose === 'nobody'
            ? 'It is the ID of no client of the workspace either: another app sent it, or the app got its ID from somewhere else.'
            : 'It was not applied yet, the provider was not restarted, or one character differs.';
      return {
        side: 'provider',
        title,
        cause: `There is no client with the ID ${sent ? `“${sent}”` : 'the app sends'} at ${provider(facts)}. ${why}`,
        fix: {
          text:
            whose === 'nobody'
              ? `Find the app that sends this ID, and write the one of the workspace there; or create a client with it at ${provider(facts)}.`
              : facts.product === 'authelia'
                ? `Add the exported client to identity_providers.oidc.clients and restart Authelia; clients are read at start only.`
                : `Create the client at ${provider(facts)} as exported, with exactly this client ID.`,
          setting: 'client_id',
          ...known('value', sent),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [
      code('Authelia: authorization errors', 'authelia/authelia internal/handlers@v4.39.20'),
      docs('RFC 6749, error response', 'RFC 6749 §4.1.2.1'),
    ],
  },
  {
    id: 'client-disabled',
    section: 'B',
    see: 'The provider says that the client is disabled, before any login.',
    sides: ['provider'],
    explains: [
      {
        codes: ['callback-error', 'authorization-error-page', ...REFUSED],
        weight: 0.95,
        when: saysDisabled,
        condition: 'the answer says that the client is disabled',
      },
    ],
    entails: ['client-unknown', 'authorization-refused', 'secret-wrong-or-swapped', 'keycloak-credentials'],
    keys: [
      { text: 'client disabled.', weight: 0.9 },
      { text: 'client is disabled', weight: 0.9 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'The client is switched off at the provider',
      cause: `${capital(provider(facts))} knows the client${clientId(facts) ? ` “${clientId(facts)}”` : ''}, and somebody has switched it off. Everything else about it can be right.`,
      fix: {
        text: `Switch ${clientPlace(facts)} on again${facts.product === 'keycloak' ? ': the switch “Enabled” is at the top of its page under Clients' : ''}.`,
        ...(facts.product === 'keycloak' ? { setting: 'Enabled', value: 'On' } : {}),
      },
    }),
    seen: [
      code(
        'Keycloak: the words of its login pages',
        'keycloak/keycloak themes base/login/messages/messages_en.properties@26.7.3',
      ),
      code('Rauthy: what is asked of a client', 'sebadob/rauthy src/service/src/oidc/validation.rs@f622330'),
    ],
  },
  {
    id: 'secret-not-stored',
    section: 'B',
    see: 'The app is to have a secret, and none is kept for it here.',
    sides: ['host'],
    explains: [
      {
        codes: ['secret-refused'],
        weight: 0.97,
        when: (facts) => datum(facts, 'reason') === 'no-secret-stored',
        condition: 'no secret is stored',
      },
    ],
    entails: [
      'secret-wrong-or-swapped',
      'keycloak-credentials',
      'wrong-secret-method',
      'public-versus-confidential',
    ],
    keys: [],
    tell: (facts) => ({
      side: 'host',
      title: 'No secret is kept for this app',
      cause: `${capital(app(facts))} sends a secret, but there is none in the keychain here, so nothing could be tested with it.`,
      fix: {
        text: `Export both sides once (latchkey render), which makes and keeps a secret; or hand in the one in use with --secrets stdin.`,
        setting: 'client_secret',
      },
    }),
    seen: [code('Latchkey: its own keychain', 'shared/secrets.ts')],
  },
  {
    id: 'code-refused',
    section: 'B',
    see: 'The provider accepts the client, but not the code: invalid_grant.',
    sides: ['app', 'provider'],
    explains: [{ codes: ['token-grant-refused'], weight: 0.6 }],
    entails: ['id-token-times'],
    keys: [
      { text: ['authorization code', 'expired'], weight: 0.72 },
      { text: ['authorization code', 'already'], weight: 0.75 },
      { text: ['code', 'already been used'], weight: 0.75 },
      { text: ['authorization grant', 'invalid'], weight: 0.6 },
      { text: ['authorization grant', 'expired'], weight: 0.6 },
      { text: 'code has already been used', weight: 0.78 },
      { text: 'bad_verification_code', weight: 0.7 },
      { text: 'invalid_grant', weight: 0.58 },
      { text: 'error: invalidgrant', weight: 0.58 },
      { text: 'code not valid', weight: 0.6 },
      { text: 'authorization code has expired', weight: 0.7 },
      { text: 'authorization code is invalid', weight: 0.6 },
      { text: 'pkce verification failed', weight: 0.6 },
      { text: 'invalid code_verifier', weight: 0.6 },
      { text: 'the pkce code challenge did not match the code verifier', weight: 0.7 },
    ],
    tell: (facts) =>
      datum(facts, 'expired')
        ? codeExpired(facts)
        : {
            side: 'app',
            title: 'The code was refused although the client was accepted',
            cause: `The code was used twice, is older than its minute, belongs to another client, or the ${facts.product === 'authentik' ? 'PKCE verifier does not fit' : 'redirect URI or PKCE verifier differs from'} the first request${facts.product === 'authentik' ? ': authentik has one sentence for all of these, and since 2026.8 also where the grant type authorization_code is not among those of the provider' : ''}.${facts.connection?.app.traits.value.tries_other_auth_method === true ? ` ${capital(app(facts))} repeats the token request by another method after an error, so the first error in its log is the one that counts.` : ''}`,
            fix:
              facts.product === 'authentik'
                ? {
                    text: `Log in once more from a fresh tab, without going back or reloading. If it stays, look for the warning in authentik's log at that time: “Code does not exist” or “Code is expired” (${app(facts)} redeemed it twice, or too late), “Code challenge not matching” (${app(facts)} lost its PKCE verifier, as with two instances or a lost session), “Invalid grant_type for provider”.`,
                  }
                : {
                    text: `Log in once more from a fresh tab, without going back or reloading. If it stays, give ${app(facts)} one public address, and look at ${provider(facts)}'s log for the reason.`,
                    setting: appSetting(facts, 'redirect_uri'),
                  },
          },
    seen: [
      docs('RFC 6749, error response', 'RFC 6749 §5.2'),
      thread('rommapp/romm#4557'),
      code(
        'authentik: the reasons at the token endpoint, 2024.10 to 2026.8',
        'goauthentik/authentik authentik/providers/oauth2/views/token.py',
      ),
    ],
  },
  {
    id: 'token-request-malformed',
    section: 'B',
    see: 'The token endpoint answers with an error that is neither about the client nor about the code.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['token-request-refused'], weight: 0.6 },
      { codes: ['token-grant-not-allowed'], weight: 0.92 },
      {
        codes: ['callback-error'],
        weight: 0.9,
        when: (facts) =>
          facts.product === 'authentik' &&
          /^the request is otherwise malformed\.?$/i.test(datum(facts, 'error_description') ?? ''),
        condition: 'authentik, which says only that the request is malformed',
      },
    ],
    entails: ['authorization-refused'],
    keys: [
      { text: 'unsupported_grant_type', weight: 0.6 },
      { text: 'invalid grant_type for provider', weight: 0.9 },
      { text: ['the request is otherwise malformed', 'invalid_request'], weight: 0.7 },
      { text: 'unauthorized_client', weight: 0.42 },
    ],
    tell: (facts) => {
      if (datum(facts, 'no_form') !== undefined)
        return {
          side: 'app',
          title: 'What came to the token endpoint was no form of a token request',
          cause: `${capital(provider(facts))} found no grant_type in the request. It came as JSON or empty, a proxy took its content away, or the token endpoint stands where the address of another endpoint belongs.`,
          fix: {
            text: `Compare the addresses of the endpoints that ${app(facts)} has with the discovery document; the token endpoint takes a form (application/x-www-form-urlencoded).`,
            setting: 'token_endpoint',
          },
        };
      const grant = refusedGrant(facts);
      const usual: readonly string[] = facts.connection?.client.grant_types ?? ['authorization_code'];
      const wanted = grant === undefined || usual.includes(grant) ? usual : [...usual, grant];
      return {
        side: 'provider',
        title:
          grant === undefined || grant === 'authorization_code'
            ? 'The client may not redeem codes, or the request was malformed'
            : 'The client may not use a grant that the app asks for',
        cause: `${capital(provider(facts))} refused the token request${datum(facts, 'error') ? ` with ${datum(facts, 'error')}` : ''}. ${grant === undefined ? 'Most often the grant type authorization_code is not allowed for this client' : `The grant type ${grant} is not allowed for this client`}${facts.product === 'authentik' ? ' (since 2026.5 authentik has a list of grant types, empty when made by API or blueprint without it)' : ''}.`,
        fix: {
          text: `Allow the grant type ${wanted.join(' and ')} on ${clientPlace(facts)}${grant === 'refresh_token' ? ', and the scope offline_access with it' : ''}.`,
          setting: facts.product === 'authentik' ? 'Grant Types' : 'grant_types',
          value: wanted.join(', '),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [
      docs(
        'authentik documentation: OAuth2 provider',
        'https://docs.goauthentik.io/add-secure-apps/providers/oauth2/',
      ),
    ],
  },
  {
    id: 'authorization-header-dropped',
    section: 'B',
    see: 'The provider says that no credentials arrived, although the app sends them in the Authorization header.',
    sides: ['proxy'],
    explains: [
      { codes: ['token-credentials-not-received'], weight: 0.94 },
      {
        codes: ['userinfo-refused'],
        weight: 0.9,
        when: (facts) => facts.data['nothing_arrived'] === true,
        condition:
          'the same token is accepted as a form field, or the answer names no error, as for a request without a token',
      },
    ],
    entails: ['secret-wrong-or-swapped', 'keycloak-credentials', 'wrong-secret-method', 'userinfo-refused'],
    keys: [
      { text: 'no client authentication mechanism provided', weight: 0.85 },
      { text: 'client credentials missing or malformed in both http authorization header', weight: 0.88 },
    ],
    tell: (facts) => {
      const accepted = datum(facts, 'accepted');
      return {
        side: 'proxy',
        title: 'The Authorization header does not reach the provider',
        cause: `The request carried an Authorization header, and ${provider(facts)} answered as to a request without one${accepted ? `; the same secret was accepted as ${accepted}` : facts.data['as_field'] === 'accepted' ? '; the same token was accepted as a form field' : ''}. Something in front of ${provider(facts)} takes the header away.`,
        fix: {
          text: `Have the proxy in front of ${provider(facts)} pass the Authorization header on for the token and userinfo addresses, without basic or forward authentication of its own there.`,
          setting: 'Authorization',
          ...known('current', datum(facts, 'url')),
        },
      };
    },
    seen: [
      docs('OAuth 2.0 bearer token usage', 'RFC 6750 §3.1'),
      code('ory/fosite: client authentication', 'ory/fosite client_authentication.go'),
      code('oidc-provider: client authentication', 'panva/node-oidc-provider lib/shared/client_auth.js'),
    ],
  },
  {
    id: 'token-answer-odd',
    section: 'B',
    see: 'The token endpoint answers, but something in the answer is not as the standard says.',
    sides: ['provider', 'proxy'],
    explains: [
      { codes: ['token-access-token-missing', 'token-type-wrong'], weight: 0.8 },
      { codes: ['token-not-json'], weight: 0.75 },
      { codes: ['token-no-store-missing', 'token-expires-in-odd'], weight: 0.6 },
    ],
    keys: [
      { text: 'unsupported `token_type`', weight: 0.7 },
      { text: 'server response missing access_token', weight: 0.6 },
    ],
    tell: (facts) => {
      if (facts.findings.some(({ code }) => code === 'token-not-json')) {
        return {
          side: 'provider',
          title: 'The token answer is no JSON',
          cause: `The token endpoint answered with something that the app can't read as JSON: form-encoded text, a page, or nothing at all.`,
          fix: {
            text: `Check that the token address of the app belongs to ${provider(facts)}, and that nothing in front of it answers in its place. Its log and the proxy's show which of the two answered.`,
            ...known('current', datum(facts, 'content_type', 'excerpt')),
          },
        };
      }
      return {
        side: 'provider',
        title: "The token answer is not quite the standard's",
        cause: `Something in the answer of the token endpoint is missing or unusual: access_token, token_type Bearer, a numeric expires_in or Cache-Control: no-store. Strict apps may stumble over it.`,
        fix: {
          text: `Update ${provider(facts)}, and check that no proxy rewrites or caches its token endpoint.`,
          ...known('current', datum(facts, 'actual')),
        },
      };
    },
    seen: [docs('RFC 6749, access token response', 'RFC 6749 §5.1')],
  },
];
