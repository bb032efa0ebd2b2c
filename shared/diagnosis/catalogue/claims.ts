import { nearest } from '../../workspace/nearest.ts';
import { type Cause, docs, type Facts, type Told, threads } from './cause.ts';
import {
  allData,
  app,
  appDeliverable,
  appSetting,
  capital,
  clientId,
  clientPlace,
  datum,
  debugSetting,
  debugWhere,
  isFiltered,
  known,
  provider,
  providerAtLeast,
  providerDeliverable,
  scopesAs,
  settingOf,
} from './setup.ts';

/** Section E of the catalogue, second part: userinfo and the claims the app reads. */

const claim = (facts: Facts): string => datum(facts, 'claim') ?? '';
/** True if the run did not find this claim anywhere. */
const isMissing = (facts: Facts, name: string): boolean =>
  facts.all.some((finding) => finding.code === 'claim-missing' && finding.data['claim'] === name);
const fromIdToken = (facts: Facts): boolean => facts.connection?.app.traits.value.claims_from === 'id_token';

const roleClaim = (facts: Facts): string | undefined => settingOf(facts, 'role_claim');
const isRole = (facts: Facts): boolean =>
  /^(groups|roles?|entitlements)$/.test(claim(facts)) ||
  (claim(facts) !== '' && claim(facts) === roleClaim(facts));

/** True if nothing is known about userinfo, so that the claim may be there. */
const userinfoUnread = (facts: Facts): boolean =>
  facts.data['place'] === 'id_token' || facts.all.some((finding) => finding.code.startsWith('userinfo-'));

/** The claim that names the user in this app. */
const userClaim = (facts: Facts): string =>
  settingOf(facts, 'identifier_claim') ?? settingOf(facts, 'username_claim') ?? 'preferred_username';
/** Names that apps have for the claim that is to become the user's name, where no setup says which it is. */
const USER_NAMES = /^(?:preferred_username|user_?name|user|login|nickname)$/i;
const isUser = (facts: Facts): boolean =>
  claim(facts) !== '' &&
  (claim(facts) === userClaim(facts) || (facts.connection === undefined && USER_NAMES.test(claim(facts))));
/** True if the message names no claim, but the setting that holds its name. */
const speaksOfSetting = (facts: Facts): boolean => datum(facts, 'setting') === 'identifier';
/** True if the app has a setting for the claim that it knows people by, which is more than a name for new ones. */
const namesIdentifier = (facts: Facts): boolean =>
  facts.connection?.app.definition.settings.some(({ key }) => key === 'identifier_claim') === true;

/** The claims the app wants in the ID token; always includes the missing ones. */
function wantedClaims(facts: Facts): readonly string[] {
  const missing = allData(facts, 'claim', 'claims');
  const all = facts.connection?.id_token_claims ?? [];
  return [...all, ...missing.filter((name) => !all.includes(name))];
}

/** The lines that put claims back into Authelia's ID token. */
export function claimsPolicyLines(policy: string, client: string, claims: readonly string[]): string {
  return [
    'claims_policies:',
    `  ${policy}:`,
    `    id_token: [${claims.map((name) => `'${name}'`).join(', ')}]`,
    'clients:',
    `  - client_id: '${client}'`,
    `    claims_policy: '${policy}'`,
  ].join('\n');
}

const list = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

/** The claim is there, but the person has none of the roles that the app's settings name. */
function roleNotMet(facts: Facts, name: string): Told {
  const wanted = allData(facts, 'expected');
  const spelt = datum(facts, 'spelt');
  const setting = datum(facts, 'setting') ?? 'role settings';
  const names = wanted.length > 0 ? list(wanted) : undefined;
  const accepts_all = facts.connection?.claims.find((plan) => plan.claim === name)?.accepts_all;
  return {
    side: spelt ? 'app' : 'provider',
    title: 'The person who signed in has no role in the app',
    cause: `“${name}” reached ${app(facts)}, and none of its values is one that ${app(facts)} was told${names ? ` (${names})` : ': it was told none'}, so it refuses this person.${spelt ? ` The claim holds “${spelt}”; names are compared exactly, case included.` : ''}`,
    fix: {
      text: spelt
        ? `Write “${spelt}” in the role settings of ${app(facts)}, exactly as ${provider(facts)} has it.`
        : `Put the person into ${names ? `one of ${names}` : 'a group that the role settings name'} at ${provider(facts)}; or change the role settings of ${app(facts)}${accepts_all === undefined ? '' : ` (${accepts_all})`}.`,
      setting,
      ...known('value', spelt),
      ...(facts.connection ? { workspace_path: `apps.${facts.connection.app.id}.settings.${setting}` } : {}),
    },
  };
}

/** The app can't read the expression that makes the role, so it makes none. */
function roleUnreadable(facts: Facts): Told {
  const setting = datum(facts, 'setting') ?? 'role settings';
  return {
    side: 'app',
    title: 'The expression for roles can’t be read',
    cause: `${capital(app(facts))} makes the role by an expression that is no JMESPath: ${datum(facts, 'message') ?? 'it can’t be read'}. So it finds no role in any claims.`,
    fix: {
      text: `Correct the expression in the workspace and write the app's side again. Text in it stands between ' and ', and each part is joined by && or ||.`,
      setting,
      ...(facts.connection ? { workspace_path: `apps.${facts.connection.app.id}.settings.${setting}` } : {}),
    },
  };
}

/** Claims that providers commonly release: those of the standard, and the two that nearly all add. */
const KNOWN_CLAIMS: readonly string[] = [
  ...['sub', 'name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'],
  ...['profile', 'picture', 'website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo'],
  ...['locale', 'phone_number', 'phone_number_verified', 'address', 'updated_at', 'groups', 'roles'],
];

/** A text names a claim that is none of these, and not the one that the workspace states. */
const isMadeUp = (facts: Facts): boolean =>
  facts.check === undefined &&
  claim(facts) !== '' &&
  claim(facts) !== userClaim(facts) &&
  !KNOWN_CLAIMS.includes(claim(facts));

/** The app names a claim that no provider has by itself: a slip in the app, or a claim of one's own. */
function noSuchClaim(facts: Facts, name: string): Told {
  const right = nearest(name, KNOWN_CLAIMS) ?? 'preferred_username';
  return {
    side: 'app',
    title: `The app looks for the claim “${name}”, which there is not`,
    cause: `${capital(app(facts))} is told to know people by “${name}”. That is none of the claims of OpenID Connect, and ${provider(facts)} releases it only if somebody has defined it there.`,
    fix: {
      text: `Set ${appSetting(facts, 'identifier')} of ${app(facts)} to ${right === 'preferred_username' ? 'preferred_username (with the scope profile) or email' : right}.`,
      setting: appSetting(facts, 'identifier'),
      value: right,
      current: name,
      ...appDeliverable(facts),
    },
  };
}

export const CLAIMS: readonly Cause[] = [
  {
    id: 'userinfo-is-signed',
    ref: 'D39',
    section: 'E',
    see: 'Userinfo answers with a JWT (eyJ…) where the app wants plain JSON.',
    sides: ['provider'],
    explains: [{ codes: ['userinfo-signed'], weight: 0.93 }],
    entails: ['userinfo-empty-or-wrong-url'],
    keys: [
      { text: ['userinfo', 'jwt', 'json'], weight: 0.55 },
      { text: 'signed userinfo', weight: 0.85, topic: true },
      { text: 'userinfo response is a jwt', weight: 0.92 },
      { text: 'userinfo is signed', weight: 0.9 },
      { text: ['is not valid json', 'eyj'], weight: 0.93 },
      { text: ['unexpected token', "'eyj"], weight: 0.93 },
      { text: ['unexpected token', '"eyj'], weight: 0.93 },
      { text: "invalid character 'e' looking for beginning of value", weight: 0.9 },
      { text: ['userinfo', 'application/jwt'], weight: 0.85, without: ['or application/jwt'] },
      { text: 'unexpected "content-type" response header value, expecting application/json', weight: 0.6 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'Userinfo is signed, and the app wants plain JSON',
      cause: `${capital(provider(facts))} sends userinfo as a signed JWT for this client. ${capital(app(facts))} reads plain JSON only.`,
      fix: {
        text: `Switch signed userinfo off for ${clientPlace(facts)}.`,
        setting:
          facts.product === 'keycloak'
            ? 'User info signed response algorithm'
            : 'userinfo_signed_response_alg',
        value: facts.product === 'keycloak' ? 'Unsigned' : 'none',
        ...known('current', datum(facts, 'alg')),
        ...providerDeliverable(facts),
      },
    }),
    seen: threads('immich-app/immich#7877', 'authelia/authelia#3057', 'authelia/authelia#3641'),
  },
  {
    id: 'userinfo-empty-or-wrong-url',
    ref: 'D40',
    section: 'E',
    see: 'Userinfo answers nothing, a page, or an error.',
    sides: ['app', 'proxy', 'provider'],
    explains: [
      { codes: ['userinfo-html', 'userinfo-not-json', 'userinfo-empty'], weight: 0.82 },
      {
        codes: ['userinfo-refused'],
        weight: 0.86,
        when: (facts) => /^(404|405|410|30\d)$/.test(datum(facts, 'status') ?? ''),
        condition: 'the status says that nothing is there',
      },
    ],
    entails: ['identifier-claim-missing', 'claim-not-released', 'second-opinion-differs'],
    keys: [
      { text: ['userinfo', '404'], weight: 0.8, without: ['userinfo/emails'] },
      { text: ['user info', '404'], weight: 0.8, without: ['userinfo/emails'] },
      { text: ['userinfo', 'empty'], weight: 0.7 },
      { text: ['userinfo', 'eof'], weight: 0.75 },
      { text: 'unexpected end of json input', weight: 0.5 },
      { text: 'userinfo request failed with status', weight: 0.92 },
      { text: 'failed to get user info', weight: 0.5 },
      { text: ['failed to unmarshal', 'user info'], weight: 0.75 },
      { text: ['userinfo', "invalid character '<'"], weight: 0.85 },
      { text: 'failed to fetch user info', weight: 0.5 },
    ],
    tell: (facts) => {
      const url = facts.connection?.provider_metadata.userinfo_endpoint;
      // The run uses the address that the provider announces, so the app's side is not the problem.
      if (facts.findings.length > 0) {
        const page = facts.findings.some((finding) => finding.code === 'userinfo-html');
        return {
          side: page ? 'proxy' : 'provider',
          title: page ? 'A page answers where userinfo belongs' : 'Userinfo gives no claims',
          cause: `${datum(facts, 'url') ?? 'The userinfo address'}, which ${provider(facts)} announces, answered ${page ? 'a web page' : 'nothing that is JSON with claims'}${page ? ': something in front of it, such as forward authentication, wants a person to sign in' : ''}.`,
          fix: {
            text: page
              ? `Exempt the userinfo address from what lies in front of ${provider(facts)}; ${app(facts)} asks it without a person.`
              : `Look at ${provider(facts)}'s log at that time, and see that nothing in front of it changes the answers of userinfo.`,
            ...known('current', datum(facts, 'url')),
          },
        };
      }
      return {
        side: facts.connection?.app.traits.value.uses_discovery === true ? 'provider' : 'app',
        title: 'Userinfo gives no claims',
        cause: `${datum(facts, 'url') ?? 'The userinfo address'} answered ${datum(facts, 'status') ?? 'something'} that is no JSON with claims: the address is wrong, leads to a page, or something in front blocks it.`,
        fix: {
          text: `Copy the userinfo endpoint from ${provider(facts)}'s discovery document into ${appSetting(facts, 'userinfo_endpoint')} of ${app(facts)}, and see that no forward authentication lies in front of it.`,
          setting: appSetting(facts, 'userinfo_endpoint'),
          ...known('value', url),
          ...known('current', datum(facts, 'url')),
          ...appDeliverable(facts),
        },
      };
    },
    seen: threads('usememos/memos#1643', 'pocket-id/pocket-id#45'),
  },
  {
    id: 'userinfo-refused',
    section: 'E',
    see: 'Userinfo refuses the access token it was just given.',
    sides: ['proxy', 'provider'],
    explains: [{ codes: ['userinfo-refused'], weight: 0.8 }],
    entails: ['identifier-claim-missing', 'claim-not-released', 'second-opinion-differs'],
    keys: [
      { text: ['userinfo', '401 unauthorized'], weight: 0.75 },
      { text: ['userinfo', 'invalid_token'], weight: 0.75 },
      { text: ['userinfo', '403 forbidden'], weight: 0.7 },
    ],
    tell: (facts) => {
      const at = `${datum(facts, 'url') ?? 'Userinfo'} answered ${datum(facts, 'status') ?? '401'}`;
      if (facts.data['as_field'] === 'refused') {
        return {
          side: 'provider',
          title: `${capital(provider(facts))} refuses the access token that it gave`,
          cause: `${at} to a token that ${provider(facts)} gave moments before, in the Authorization header and as a form field: no proxy has taken the header away. What answers there does not know the token.`,
          fix: {
            text: `See that the token address and the userinfo address lead to one ${provider(facts)}, with one database or session store behind it, and look for the reason in its log at that time.`,
            ...known('current', datum(facts, 'www_authenticate', 'error')),
          },
        };
      }
      return {
        side: 'proxy',
        title: 'Userinfo refuses the access token',
        cause: `${at} to ${facts.findings.length > 0 ? `a token that ${provider(facts)} gave moments before` : 'the access token'}: the proxy changes or drops the Authorization header, or the token is for another host.`,
        fix: {
          text: `Have the proxy pass the Authorization header on to ${provider(facts)}, and no forward authentication in front of userinfo.`,
          setting: 'Authorization',
          ...known('current', datum(facts, 'www_authenticate', 'error')),
        },
      };
    },
    seen: [docs('OAuth 2.0 bearer token usage', 'RFC 6750 §3.1')],
  },
  {
    id: 'userinfo-of-someone-else',
    section: 'E',
    see: 'Userinfo names another user, issuer or audience than the ID token.',
    sides: ['provider'],
    explains: [{ codes: ['userinfo-sub-differs', 'userinfo-claims-wrong'], weight: 0.93 }],
    entails: ['second-opinion-differs'],
    keys: [
      { text: 'userinfo sub mismatch', weight: 0.9 },
      { text: 'unexpected response "sub" property value', weight: 0.9 },
      { text: ['sub', 'userinfo', 'does not match'], weight: 0.65 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'Userinfo and ID token speak of different users',
      cause: `The sub of userinfo must be that of the ID token (iss and aud, where it is signed, as well). Here they differ, so the app must not use the answer.`,
      fix: {
        text: `Keep one subject mode for ${clientPlace(facts)}, and see that nothing caches userinfo.`,
        setting: facts.product === 'authentik' ? 'Subject mode' : 'sub',
        ...providerDeliverable(facts),
      },
    }),
    seen: [docs('OpenID Connect Core, userinfo response', 'OpenID Connect Core 1.0 §5.3.2')],
  },
  {
    id: 'identifier-claim-missing',
    ref: 'D41',
    section: 'E',
    see: 'The claim that is to name the user is not there.',
    sides: ['app', 'provider'],
    explains: [
      {
        codes: ['claim-missing', 'claim-empty', 'claim-wrong-type'],
        weight: 0.92,
        when: (facts) => isUser(facts) && namesIdentifier(facts),
        condition: 'the claim is the one that the app is told to know people by',
      },
      {
        codes: ['claim-missing'],
        weight: 0.93,
        when: speaksOfSetting,
        condition: 'the message speaks of the setting that names the claim',
      },
    ],
    keys: [
      { text: ['identifier', 'not found in claims'], weight: 0.9 },
      { text: ['user identifier', 'claim'], weight: 0.6, topic: true },
      { text: 'is not found in claims or has empty value', weight: 0.96 },
      { text: 'unable to authenticate through oauth', weight: 0.5 },
      { text: 'failed to extract user identifier', weight: 0.7 },
    ],
    tell: (facts) => {
      const written = datum(facts, 'claim_setting');
      const wanted = datum(facts, 'wanted') ?? 'preferred_username';
      if (written !== undefined) {
        const current = datum(facts, 'current') ?? '';
        const what = {
          scopes: 'scopes where the name of one claim belongs',
          misspelt: `“${current}”, which is “${wanted}” with a letter wrong`,
          'not-shown': `“${current}”, which is not among the claims that the text shows`,
        }[datum(facts, 'how') ?? ''];
        return {
          side: 'app',
          title: `${written} names no claim that there is`,
          cause: `${written} is to name the claim that ${app(facts)} knows people by, and it holds ${what ?? `“${current}”, which providers have no claim of: it is no place for a user's name or address`}.`,
          fix: {
            text: `Write ${wanted} there, or another claim that ${provider(facts)} releases, and restart ${app(facts)}.`,
            setting: written,
            value: wanted,
            current,
          },
        };
      }
      const name = claim(facts) || userClaim(facts);
      const stated = settingOf(facts, 'identifier_claim');
      if (isMadeUp(facts)) return noSuchClaim(facts, name);
      const odd =
        stated !== undefined && !['preferred_username', 'email', 'sub', 'name', 'nickname'].includes(stated);
      return {
        side: 'app',
        title: `The claim that names the user, “${name}”, is not there`,
        cause: `${capital(app(facts))} names the user by “${name}”, and ${provider(facts)} does not release it: the identifier names a claim (or a scope) that does not exist there, or the scope that carries it was not asked for.`,
        fix: {
          text: `Set ${appSetting(facts, 'identifier')} of ${app(facts)} to a claim that is there (preferred_username with the scope profile, or email), and keep openid profile email among its scopes.`,
          setting: appSetting(facts, 'identifier'),
          value: odd ? 'preferred_username' : name,
          ...known('current', odd ? stated : undefined),
          ...appDeliverable(facts),
          ...(odd && facts.connection
            ? { workspace_path: `apps.${facts.connection.app.id}.settings.identifier_claim` }
            : {}),
        },
      };
    },
    seen: threads(
      'usememos/memos#2670',
      'pocket-id/pocket-id#45',
      'portainer/portainer#8303',
      'pocket-id/pocket-id#38',
      'authelia/authelia#3396',
    ),
  },
  {
    id: 'email-not-verified',
    ref: 'D42',
    section: 'E',
    see: 'The app says that the e-mail address is not verified.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['email-not-verified'], weight: 0.95 },
      {
        codes: ['claim-missing'],
        weight: 0.86,
        when: (facts) => claim(facts) === 'email_verified' && !isMissing(facts, 'email'),
        condition: 'the claim is email_verified, and the address itself is there',
      },
    ],
    keys: [
      { text: "email in id_token isn't verified", weight: 0.95 },
      { text: ['email', "isn't verified"], weight: 0.88 },
      { text: 'unverified email', weight: 0.9 },
      { text: 'email_verified is false', weight: 0.93 },
      { text: 'email must be verified', weight: 0.92 },
      { text: 'verify your email', weight: 0.55 },
      { text: 'email address not verified', weight: 0.93 },
      { text: 'email has not been verified', weight: 0.93 },
      { text: 'email is unverified', weight: 0.92 },
      { text: ['email_verified', 'false'], weight: 0.7 },
      { text: 'email_verified: false', weight: 0.85 },
      { text: "'email_verified': false", weight: 0.75 },
      { text: 'email_verified=false', weight: 0.85 },
      { text: ['email', 'not verified'], weight: 0.84, without: ['ignoring email'] },
      { text: 'email is not verified', weight: 0.95 },
      { text: 'e-mail is not verified', weight: 0.95 },
      { text: 'has not been verified by your login server', weight: 0.95 },
      { text: 'email not verified', weight: 0.9 },
      { text: 'email_not_verified', weight: 0.9 },
      { text: 'email address is not verified', weight: 0.93 },
      { text: '"email_verified":false', weight: 0.75 },
      { text: '"email_verified": false', weight: 0.75 },
    ],
    tell: (facts) => {
      const authentik = facts.product === 'authentik';
      const authelia = facts.product === 'authelia';
      const claims = wantedClaims(facts);
      return {
        side: 'provider',
        title: 'The e-mail address does not count as verified',
        cause: `${capital(app(facts))} accepts only verified addresses, and email_verified is ${facts.findings.some((finding) => finding.code === 'claim-missing') ? 'not there' : 'not true'}.${authentik && providerAtLeast(facts, '2025.10') ? ' authentik sends false by default since 2025.10.' : ''}${facts.product === 'keycloak' ? ' Users made by an administrator are unverified in Keycloak.' : ''}`,
        fix: authentik
          ? {
              text: 'Under Customization › Property Mappings, make a Scope Mapping for the scope email that returns email_verified True, and put it in the place of the default email mapping of this provider. Only where you control the addresses: apps may link accounts by e-mail.',
              setting: 'Scope Mapping (scope name: email)',
              value: 'return {"email": request.user.email, "email_verified": True}',
              ...known('current', datum(facts, 'actual', 'value')),
              ...providerDeliverable(facts),
            }
          : authelia
            ? {
                text: `Authelia always states true; put email_verified into the ID token for this client.`,
                setting: 'claims_policies',
                value: claimsPolicyLines(
                  facts.connection?.app.id ?? 'app',
                  clientId(facts) ?? 'app',
                  claims.length > 0 ? claims : ['email', 'email_verified'],
                ),
                ...providerDeliverable(facts),
              }
            : {
                text: `Mark the addresses you really control as verified at ${provider(facts)}${facts.product === 'keycloak' ? ' (Users › the user › Email verified)' : ''}.`,
                setting: facts.product === 'keycloak' ? 'Email verified' : 'email_verified',
                value: facts.product === 'keycloak' ? 'Yes' : 'true',
                ...known('current', datum(facts, 'actual', 'value')),
              },
      };
    },
    seen: threads(
      'rommapp/romm#2626',
      'warp-tech/warpgate#1711',
      'getodk/central#1490',
      'bretzel-app/crumbs#80',
      'goauthentik/authentik#23390',
    ),
  },
  {
    id: 'claims-left-the-id-token',
    ref: 'D43',
    section: 'E',
    see: 'The app finds no e-mail or name, although the provider logs success: the claims are in userinfo only.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['claim-only-in-userinfo'], weight: 0.96 },
      {
        codes: ['claim-missing'],
        weight: 0.93,
        when: (facts) =>
          facts.product === 'authelia' &&
          providerAtLeast(facts, '4.39') &&
          fromIdToken(facts) &&
          userinfoUnread(facts),
        condition: 'Authelia 4.39 or newer, an app that reads the ID token, and userinfo was not seen',
      },
      {
        codes: ['claim-missing'],
        weight: 0.5,
        when: (facts) => facts.product === 'authelia' && providerAtLeast(facts, '4.39') && fromIdToken(facts),
        condition: 'Authelia 4.39 or newer, and an app that reads the ID token',
      },
    ],
    entails: ['username-missing', 'role-wrong', 'claim-not-released', 'email-not-verified'],
    keys: [
      { text: 'missing email in id token', weight: 0.93 },
      { text: ['email', 'missing', 'id token'], weight: 0.85 },
      { text: ['no email', 'claims'], weight: 0.8 },
      { text: 'no email found', weight: 0.78 },
      { text: 'email not found in', weight: 0.72 },
      { text: 'missing email', weight: 0.68 },
      { text: 'email is missing', weight: 0.8 },
      { text: ['email', 'not present', 'token'], weight: 0.78 },
      { text: ['claim', 'email', 'not found'], weight: 0.78 },
      { text: 'could not find email', weight: 0.75 },
      { text: 'email claim not found', weight: 0.85 },
      { text: 'no email in token', weight: 0.88 },
      { text: 'no email address', weight: 0.62 },
      { text: 'email is required', weight: 0.6, without: ['column'] },
      { text: ['id token', 'missing', 'claim'], weight: 0.62 },
      { text: 'missing required claim "email"', weight: 0.85 },
      { text: "keyerror: 'email'", weight: 0.85 },
      { text: 'email is missing from token', weight: 0.95 },
      { text: 'email claim is missing', weight: 0.75 },
      { text: 'email not found in id token', weight: 0.85 },
      { text: 'no email claim in', weight: 0.7 },
      { text: 'missing email claim', weight: 0.7 },
    ],
    tell: (facts) => {
      // For pasted text of an unknown setup, Authelia is by far the likeliest provider. A known provider is
      // taken as it is.
      const likeAuthelia =
        facts.product === 'authelia' || (facts.product === undefined && facts.connection === undefined);
      const missing = allData(facts, 'claim', 'claims');
      const wanted = wantedClaims(facts);
      const claims = wanted.length > 0 ? wanted : ['email', 'email_verified', 'preferred_username', 'name'];
      const policy = facts.connection?.app.id ?? 'app';
      const lines = claimsPolicyLines(policy, clientId(facts) ?? policy, claims);
      const named = missing.length > 0 ? list(missing) : 'the e-mail address';
      return {
        side: 'provider',
        title: `The app looks in the ID token; ${missing.length > 0 ? list(missing) : 'its claims'} ${missing.length > 1 ? 'are' : missing.length === 1 ? 'is' : 'are'} not there`,
        cause: `${capital(app(facts))} reads ${named} from the ID token only. ${
          likeAuthelia
            ? 'Authelia 4.39 and newer put such claims into userinfo only, unless a claims policy says otherwise.'
            : facts.product === 'authentik'
              ? 'authentik puts them there when “Include claims in id_token” is on and a mapping for the scope exists.'
              : `${capital(provider(facts))} gives them in userinfo only.`
        }`,
        fix:
          facts.product === 'authentik'
            ? {
                text: `In ${clientPlace(facts)}, switch “Include claims in id_token” on, and keep one mapping each for the scopes email and profile.`,
                setting: 'Include claims in id_token',
                value: 'on',
                ...providerDeliverable(facts),
              }
            : likeAuthelia
              ? {
                  text: `Add a claims policy under identity_providers.oidc, name it on ${clientPlace(facts)}, and restart Authelia.`,
                  setting: 'claims_policy',
                  value: lines,
                  ...providerDeliverable(facts),
                }
              : {
                  text: `Have ${provider(facts)} put ${named} into the ID token for this client${facts.product === 'keycloak' ? ' (Client scopes › mapper › Add to ID token)' : facts.product === 'zitadel' ? ' (“User Info inside ID Token”)' : ''}.`,
                  setting: facts.product === 'keycloak' ? 'Add to ID token' : 'ID token claims',
                  value: facts.product === 'keycloak' ? 'On' : claims.join(', '),
                  ...providerDeliverable(facts),
                },
      };
    },
    seen: threads(
      'rommapp/romm#1809',
      'rommapp/romm#2894',
      'authelia/authelia#9003',
      'authelia/authelia#9698',
      'vehagn/homelab#257',
      'IgnisDa/ryot#1317',
      'syncloud/platform#758',
    ),
  },
  {
    id: 'username-missing',
    ref: 'D44',
    section: 'E',
    see: 'The attribute that is to become the user name is not in the token.',
    sides: ['provider', 'app'],
    explains: [
      {
        codes: ['claim-missing', 'claim-empty', 'claim-wrong-type'],
        weight: 0.88,
        when: (facts) => isUser(facts) && !namesIdentifier(facts),
        condition: "the claim is the app's user name",
      },
    ],
    keys: [
      { text: "keyerror: 'preferred_username'", weight: 0.88 },
      { text: ['preferred_username', 'missing'], weight: 0.82 },
      { text: ['preferred_username', 'not found'], weight: 0.8, without: ['is not found in claims'] },
      { text: 'username claim', weight: 0.6, topic: true },
      { text: 'no username', weight: 0.6 },
      { text: 'missing required claim "preferred_username"', weight: 0.9 },
      { text: 'rendered to an empty string', weight: 0.93 },
      { text: "missing claim 'preferred_username'", weight: 0.85 },
      { text: 'preferred_username is missing', weight: 0.85 },
    ],
    tell: (facts) => {
      const name = claim(facts) || userClaim(facts) || 'preferred_username';
      if (isMadeUp(facts)) return noSuchClaim(facts, name);
      const asked = facts.connection?.client.scopes.includes('profile');
      return {
        side: 'provider',
        title: `The user name, “${name}”, is not in the token`,
        cause: `${capital(app(facts))} makes the user name from “${name}”, which ${provider(facts)} does not release to it${asked === false ? ', because the scope profile is not asked for' : ''}.`,
        fix: {
          text:
            facts.product === 'authelia' && (fromIdToken(facts) || !facts.connection)
              ? `Put “${name}” into the ID token by a claims policy, and keep the scope profile on ${clientPlace(facts)}; or set ${appSetting(facts, 'identifier')} to a claim that is there.`
              : `Release “${name}” with the scope profile on ${clientPlace(facts)}; or set ${appSetting(facts, 'identifier')} of ${app(facts)} to a claim that is there.`,
          setting: facts.product === 'authelia' ? 'claims_policy' : appSetting(facts, 'identifier'),
          ...known(
            'value',
            facts.product === 'authelia' && facts.connection
              ? claimsPolicyLines(
                  facts.connection.app.id,
                  clientId(facts) ?? facts.connection.app.id,
                  wantedClaims(facts),
                )
              : name,
          ),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads('element-hq/matrix-authentication-service#4736', 'authelia/authelia#9262'),
  },
  {
    id: 'role-wrong',
    ref: 'D45',
    section: 'E',
    see: 'The user gets no role or the least one, or is refused for want of a role.',
    sides: ['provider', 'app'],
    explains: [
      {
        codes: ['claim-missing', 'claim-empty', 'claim-wrong-type'],
        weight: 0.88,
        when: isRole,
        condition: 'the claim holds groups or roles',
      },
      {
        codes: ['claim-value-not-accepted'],
        weight: 0.93,
        when: (facts) => !isFiltered(facts),
        condition: 'the claim is there, and none of its values is one that the app accepts',
      },
      { codes: ['role-expression-broken'], weight: 0.92 },
    ],
    keys: [
      { text: ['no groups claim'], weight: 0.85 },
      { text: ['groups', 'claim', 'missing'], weight: 0.8 },
      { text: ['groups claim', 'not found'], weight: 0.85 },
      { text: 'missing required role', weight: 0.8 },
      { text: 'required group', weight: 0.7, topic: true },
      { text: 'insufficient role', weight: 0.7 },
      { text: 'no role mapping', weight: 0.75 },
      { text: 'does not have the required role', weight: 0.85 },
      { text: 'no matching role', weight: 0.8 },
      { text: 'has not been granted any roles', weight: 0.95 },
      { text: 'user does not contain required role', weight: 0.85 },
      { text: 'idp did not return a role attribute', weight: 0.93 },
      { text: 'oauth.role_attribute_strict_violation', weight: 0.9 },
      { text: 'missing groups claim', weight: 0.8 },
      { text: 'role_attribute_path', weight: 0.5, topic: true },
      { text: 'not in any of the required groups', weight: 0.8 },
    ],
    tell: (facts) => {
      const name = claim(facts) || roleClaim(facts) || 'groups';
      const wrongType = facts.findings.some((finding) => finding.code === 'claim-wrong-type');
      const scope = facts.product === 'authentik' ? 'profile' : 'groups';
      const refused = facts.findings.find((finding) => finding.code === 'claim-value-not-accepted');
      if (refused) return roleNotMet(facts, name);
      const broken = facts.findings.find((finding) => finding.code === 'role-expression-broken');
      if (broken) return roleUnreadable(facts);
      return {
        side: 'provider',
        title: wrongType
          ? `“${name}” is not a list`
          : `Groups or roles (“${name}”) do not reach the app as it expects them`,
        cause: wrongType
          ? `${capital(app(facts))} expects a list of names in “${name}”; ${provider(facts)} sends ${datum(facts, 'actual', 'shape', 'type') ?? 'something else'}.`
          : `${capital(app(facts))} reads roles from “${name}”. The claim is missing where the app looks, or none of its values is the one the app was told (names are compared exactly, case included).`,
        fix: {
          text: wrongType
            ? `Have ${provider(facts)} send “${name}” as a JSON list of names.`
            : `Release “${name}” (${facts.product === 'authentik' ? 'in authentik groups come with the scope profile' : `scope ${scope}`})${fromIdToken(facts) && facts.product === 'authelia' ? ' and put it into the ID token by a claims policy' : ''} on ${clientPlace(facts)}, and write group names in ${app(facts)} exactly as they are there.`,
          setting:
            facts.product === 'authelia' && fromIdToken(facts) && !wrongType ? 'claims_policy' : 'scopes',
          ...known(
            'value',
            wrongType
              ? undefined
              : facts.product === 'authelia' && fromIdToken(facts) && facts.connection
                ? claimsPolicyLines(
                    facts.connection.app.id,
                    clientId(facts) ?? facts.connection.app.id,
                    wantedClaims(facts),
                  )
                : scope,
          ),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads(
      'grafana/grafana#106686',
      'grafana/grafana#26626',
      'grafana/grafana#82971',
      'authelia/authelia#6731',
      'aussierk/jellyfin-plugin-oidc#25',
    ),
  },
  {
    id: 'claim-not-released',
    section: 'E',
    see: 'A claim that the app needs is nowhere, or is empty.',
    sides: ['provider'],
    explains: [
      { codes: ['claim-missing'], weight: 0.75 },
      { codes: ['claim-empty'], weight: 0.8 },
      { codes: ['claim-not-announced'], weight: 0.35 },
    ],
    keys: [
      { text: 'user has no email', weight: 0.7 },
      { text: 'email is empty', weight: 0.7 },
    ],
    tell: (facts) => {
      const names = allData(facts, 'claim', 'claims');
      const scope = facts.connection?.claims.find((plan) => names.includes(plan.claim))?.scope;
      const scopes = facts.connection?.client.scopes ?? [];
      const empty = facts.findings.some((finding) => finding.code === 'claim-empty');
      const granted =
        scope !== undefined &&
        scopes.includes(scope) &&
        !facts.all.some((finding) => finding.code === 'scope-not-granted' && finding.data['scope'] === scope);
      const named = names.length > 0 ? capital(list(names)) : 'It';
      const asUser = empty || granted;
      return {
        side: 'provider',
        title: `${names.length > 0 ? `The claim ${list(names)}` : 'A claim'} ${empty ? 'is empty' : 'is not released'}`,
        cause: empty
          ? `The claim is there, but the user who signed in has no value for it at ${provider(facts)}.`
          : granted
            ? `${named} came neither in the ID token nor in userinfo, although the scope that carries it, “${scope}”, was asked for and granted: the user who signed in has no such attribute at ${provider(facts)}, or no mapping puts it out.`
            : `${named} came neither in the ID token nor in userinfo: the scope that carries it is not allowed or not asked for, or the user has no such attribute.`,
        fix: {
          text: empty
            ? `Fill it in for this user at ${provider(facts)}.`
            : granted
              ? `Fill it in for this user at ${provider(facts)}. If it is filled in, look for the mapping that is to put it out.`
              : `Allow the scope ${scope ? `“${scope}” ` : ''}on ${clientPlace(facts)}, have ${app(facts)} ask for it, and see that the user has a value.`,
          setting: asUser ? (names[0] ?? 'user attribute') : 'scopes',
          ...known(
            'value',
            asUser || scope === undefined ? undefined : [...new Set([...scopes, scope])].join(', '),
          ),
          ...(asUser ? {} : providerDeliverable(facts)),
        },
      };
    },
    seen: [docs('OpenID Connect Core, requesting claims by scope', 'OpenID Connect Core 1.0 §5.4')],
  },
  {
    id: 'claim-of-wrong-type',
    section: 'E',
    see: 'A claim is there, but of another JSON type than the app reads.',
    sides: ['provider'],
    explains: [
      { codes: ['claim-wrong-type'], weight: 0.82 },
      {
        codes: ['claim-wrong-type'],
        weight: 0.9,
        when: (facts) => facts.connection === undefined && datum(facts, 'actual') !== undefined,
        condition: 'the message names the type that came',
      },
    ],
    keys: [
      { text: 'cannot unmarshal string into go', weight: 0.55 },
      { text: 'cannot unmarshal array into go', weight: 0.55 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: `The claim “${claim(facts) || 'in question'}” is of the wrong type`,
      cause: `${capital(app(facts))} reads ${datum(facts, 'expected') ?? 'another type'}; ${provider(facts)} sends ${datum(facts, 'actual', 'shape', 'type') ?? 'something else'}.`,
      fix: {
        text: `Correct the mapping of this claim at ${provider(facts)}, so that it comes as ${datum(facts, 'expected') ?? 'the app reads it'}.`,
        setting: claim(facts) || 'claim mapping',
        ...known('value', datum(facts, 'expected')),
        ...known('current', datum(facts, 'actual', 'shape', 'type')),
        ...providerDeliverable(facts),
      },
    }),
    seen: [docs('OpenID Connect Core, standard claims', 'OpenID Connect Core 1.0 §5.1')],
  },
  {
    id: 'claims-missing-from-userinfo',
    section: 'E',
    see: 'The app asks userinfo, and the claim is in the ID token only.',
    sides: ['provider'],
    explains: [{ codes: ['claim-only-in-id-token'], weight: 0.93 }],
    entails: ['identifier-claim-missing', 'claim-not-released'],
    keys: [],
    tell: (facts) => {
      const names = allData(facts, 'claim', 'claims');
      return {
        side: 'provider',
        title: `The app asks userinfo; ${names.length > 0 ? list(names) : 'the claim'} is in the ID token only`,
        cause: `${capital(app(facts))} reads claims from userinfo, and ${provider(facts)} puts ${names.length > 0 ? list(names) : 'them'} into the ID token alone.`,
        fix: {
          text: `Have ${provider(facts)} release ${names.length > 0 ? list(names) : 'the claims'} in userinfo as well${facts.product === 'keycloak' ? ' (Client scopes › mapper › Add to userinfo)' : ''}.`,
          setting: facts.product === 'keycloak' ? 'Add to userinfo' : 'userinfo claims',
          value: facts.product === 'keycloak' ? 'On' : names.join(', ') || 'preferred_username, email, name',
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [docs('OpenID Connect Core, requesting claims by scope', 'OpenID Connect Core 1.0 §5.4')],
  },
  {
    id: 'generic-wrapper',
    ref: 'D47',
    section: 'E',
    see: 'The app only says that the login failed; the real error is inside.',
    sides: ['app'],
    explains: [],
    keys: [
      { text: 'failed to finish oauth', weight: 0.5 },
      { text: 'invalid response encountered', weight: 0.5 },
      { text: 'could not exchange code for tokens or fetch user info', weight: 0.5 },
      { text: 'failed to exchange authorization code', weight: 0.5 },
      { text: 'failed to exchange the authorization code', weight: 0.5 },
      { text: 'failed to exchange code', weight: 0.45 },
      { text: 'openid login failed', weight: 0.4 },
      { text: 'oidc login failed', weight: 0.4 },
      { text: 'oauth login failed', weight: 0.4 },
      { text: 'oauth_callback_error', weight: 0.42 },
      { text: 'oauthcallback', weight: 0.35 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The app hides the real error',
      cause: `${capital(app(facts))} reports only that the login failed. Behind it is most often the way of sending the secret, the signing algorithm, signed userinfo or an untrusted certificate.`,
      fix: {
        text: `Run the test login; it goes through all of these. Or set ${app(facts)}'s log to debug and paste what it says then.${debugWhere(facts)}`,
        ...debugSetting(facts),
      },
    }),
    seen: threads('immich-app/immich#24070', 'immich-app/immich#17973'),
  },
  {
    id: 'preview-differs',
    ref: 'D48',
    section: 'E',
    see: "A claim shows in the provider's preview and not in the real token.",
    sides: ['app'],
    explains: [],
    keys: [
      { text: ['preview', 'token'], weight: 0.55, topic: true },
      { text: ['preview', 'claim', 'authentik'], weight: 0.75 },
      { text: ['preview tab', 'token'], weight: 0.75 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The preview shows more than the app asks for',
      cause: `The preview of ${provider(facts)} ignores which scopes the app asks for; the real token holds only those.`,
      fix: {
        text: `Add the scope that carries the claim to ${appSetting(facts, 'scopes')} of ${app(facts)}.`,
        setting: appSetting(facts, 'scopes'),
        ...scopesAs(facts, 'value', facts.connection?.client.scopes.join(' ')),
        ...appDeliverable(facts),
      },
    }),
    seen: threads('goauthentik/authentik#15557'),
  },
];
