import { type Cause, code, docs, threads } from './cause.ts';
import {
  app,
  appDeliverable,
  appPath,
  appSetting,
  capital,
  clientPlace,
  datum,
  known,
  provider,
  providerDeliverable,
  setAt,
} from './setup.ts';

/** Section G of the catalogue: after the login, and at start-up. */
export const AFTERWARDS: readonly Cause[] = [
  {
    id: 'header-too-big',
    ref: 'D53',
    section: 'G',
    see: 'A 502 or 431 on the callback, for users in many groups only.',
    sides: ['proxy', 'provider'],
    explains: [],
    keys: [
      { text: 'http error 431', weight: 0.93 },
      { text: 'status code 431', weight: 0.92 },
      { text: '431 (request header', weight: 0.93 },
      { text: 'header too large', weight: 0.88 },
      { text: 'headers too large', weight: 0.88 },
      { text: 'header is too large', weight: 0.88 },
      { text: 'headers are too large', weight: 0.88 },
      { text: 'cookies are too large', weight: 0.85 },
      { text: 'upstream sent too big header', weight: 0.96 },
      { text: 'request header or cookie too large', weight: 0.95 },
      { text: '431 request header fields too large', weight: 0.95 },
      { text: 'cookieoverflow', weight: 0.95 },
      { text: 'err_http_headers_overflow', weight: 0.9 },
      { text: 'header fields too large', weight: 0.88 },
    ],
    tell: (facts) => ({
      side: 'proxy',
      title: 'The session cookie outgrew the proxy',
      cause: `${capital(app(facts))} keeps tokens or claims in its cookie; with many groups the headers exceed what the proxy takes.`,
      fix: {
        text: `Raise the header buffers of the proxy (nginx: proxy_buffer_size and large_client_header_buffers), release only the groups the app needs, and clear the site's cookies.`,
        setting: 'proxy_buffer_size',
        value: '16k',
      },
    }),
    seen: threads(
      'rodzalendo/nanohive-abs-theme#32',
      'we-promise/sure#1571',
      'keycloak/keycloak#23824',
      'usekaneo/kaneo#1745',
    ),
  },
  {
    id: 'loop-after-callback',
    ref: 'D54',
    section: 'G',
    see: 'A 404 on a doubled path after the callback, or an endless return to the login page.',
    sides: ['app', 'proxy'],
    explains: [],
    keys: [
      { text: 'redirect loop', weight: 0.62 },
      { text: 'err_too_many_redirects', weight: 0.7 },
      { text: 'redirected you too many times', weight: 0.7 },
      { text: 'redirected back to the login page', weight: 0.6 },
      { text: 'login loop', weight: 0.6 },
      { text: 'endless loop', weight: 0.6 },
      { text: '/login/login', weight: 0.8 },
      { text: ['redirect', 'loop', 'login'], weight: 0.6 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The way back from the login is wrong',
      cause:
        'A sub-path is set in the app while the proxy strips it (or the reverse), an old redirect cookie is left over, the token request fails and the app quietly starts again, or the proxy sends http to https while what is behind it sees http.',
      fix: {
        text: `Set the root URL of ${app(facts)} with its sub-path, at one place only: either the app serves it or the proxy strips it. Then clear the site's cookies.`,
        setting: 'root URL',
        ...known('value', facts.connection?.app.url),
      },
    }),
    seen: threads('grafana/grafana#27465', 'grafana/grafana#39326', 'cavefire/hass-openid#10'),
  },
  {
    id: 'logout-incomplete',
    ref: 'D55',
    section: 'G',
    see: 'After logout one is signed straight back in, or the provider refuses the way back.',
    sides: ['provider', 'app'],
    explains: [
      { codes: ['post-logout-uri-refused'], weight: 0.9 },
      { codes: ['logout-endpoint-missing'], weight: 0.85 },
    ],
    keys: [
      { text: 'logged straight back in', weight: 0.88 },
      { text: 'logged back in', weight: 0.7 },
      { text: 'automatically logged in again', weight: 0.75 },
      { text: ['post_logout_redirect_uri', 'not registered'], weight: 0.92 },
      { text: ['invalid_redirect_uri', 'loggedout=true'], weight: 0.85 },
      { text: 'invalid post logout redirect', weight: 0.92 },
      { text: ['logout', 'still logged in'], weight: 0.75 },
      { text: ['post_logout_redirect_uri', 'invalid'], weight: 0.9 },
      { text: ['post_logout_redirect_uri', 'not'], weight: 0.65 },
      { text: 'missing parameters: id_token_hint', weight: 0.93 },
      { text: 'end_session_endpoint must be configured on the issuer', weight: 0.93 },
      { text: 'no end_session_endpoint', weight: 0.85 },
    ],
    tell: (facts) => {
      if (datum(facts, 'hint') !== undefined)
        return {
          side: 'app',
          title: 'The logout was sent without a valid ID token',
          cause: `${capital(provider(facts))} takes the ID token (id_token_hint) to know whose session ends. The one that ${app(facts)} sent is empty, or its session there was over.`,
          fix: {
            text: `Have ${app(facts)} keep the ID token until the logout, or send client_id beside post_logout_redirect_uri. Without either, sign out of ${app(facts)} before its session ends.`,
            setting: 'id_token_hint',
          },
        };
      const none =
        facts.findings.length > 0 &&
        facts.findings.every((finding) => finding.code === 'logout-endpoint-missing');
      const [asked] = setAt(facts, 'logout');
      if (none && asked !== undefined) {
        return {
          side: 'app',
          title: `${capital(provider(facts))} has no logout address`,
          cause: `${capital(app(facts))} is to end the session at ${provider(facts)} as well, which offers no end_session_endpoint.`,
          fix: {
            text: `Set ${asked.name} to false; logging out of ${app(facts)} then stays local.`,
            setting: asked.name,
            value: 'false',
            current: 'true',
            ...appDeliverable(facts),
            ...appPath(facts, 'settings.rp_initiated_logout'),
          },
        };
      }
      return {
        side: 'provider',
        title: none ? 'The provider has no logout address' : 'The way back after logout is not registered',
        cause: none
          ? `${capital(provider(facts))} announces no end_session_endpoint, so logging out of ${app(facts)} leaves the session at ${provider(facts)}: the next click signs in again.`
          : `${capital(provider(facts))} sends the browser back after logout only to registered addresses, and wants the ID token as a hint.`,
        fix: {
          text: none
            ? `Nothing is broken: log out at ${provider(facts)} as well when it matters.`
            : `Register the post-logout redirect URI on ${clientPlace(facts)}${facts.product === 'authentik' ? ' as an entry of the kind Post Logout (2026.5 and newer)' : ''}, and have the app send id_token_hint.`,
          setting: none ? 'end_session_endpoint' : 'post_logout_redirect_uris',
          ...known('value', none ? undefined : datum(facts, 'uri', 'post_logout_redirect_uri')),
          ...(none ? {} : providerDeliverable(facts)),
        },
      };
    },
    seen: threads(
      'nextcloud/user_oidc#1308',
      'nextcloud/user_oidc#993',
      'goauthentik/authentik#19201',
      'goauthentik/authentik#24012',
      'markbeep/AudioBookRequest#59',
      'openid/AppAuth-Android#790',
    ),
  },
  {
    id: 'authelia-config-rejected',
    ref: 'D56',
    section: 'G',
    see: 'Authelia does not start and names identity_providers: oidc: in its log.',
    sides: ['provider'],
    products: ['authelia'],
    explains: [],
    keys: [
      { text: 'configuration parsed and loaded with errors', weight: 0.7 },
      { text: "can't continue due to the errors loading the configuration", weight: 0.7 },
    ],
    tell: (facts) => {
      const option = datum(facts, 'option');
      const wrong = datum(facts, 'wrong');
      const fix = datum(facts, 'fix');
      if (option === undefined || wrong === undefined || fix === undefined)
        return {
          side: 'provider',
          title: 'Authelia refuses its configuration',
          cause:
            'Authelia checks its configuration at start, and something in it is wrong. The lines that say what are not in this text.',
          fix: {
            text: 'Run authelia config validate with exactly the --config options that Authelia is started with, and paste what it prints: each line names an option. “latchkey doctor FILE” examines the file itself.',
            setting: 'identity_providers.oidc',
            ...providerDeliverable(facts),
          },
        };
      return {
        side: 'provider',
        title: `Authelia ${facts.data['warns'] === true ? 'warns of' : 'refuses'} ${option}`,
        cause: wrong,
        fix: {
          text: `${fix}${facts.data['warns'] === true ? '' : ' Then test with: authelia config validate, with the same --config options.'}`,
          setting: option,
          ...known('value', datum(facts, 'value')),
          ...(/^identity_providers\.oidc\.(?:clients|claims_policies|authorization_policies)\b/.test(option)
            ? providerDeliverable(facts)
            : {}),
        },
      };
    },
    seen: [
      code(
        'Authelia: configuration validator',
        'authelia/authelia internal/configuration/validator@v4.39.20',
      ),
      ...threads('rommapp/romm#1809', 'authelia/authelia#6860'),
    ],
  },
  {
    id: 'stale-browser-state',
    ref: 'D57',
    section: 'G',
    see: 'The login works in a private window or on another device.',
    sides: ['host'],
    explains: [],
    keys: [
      { text: 'works in incognito', weight: 0.88 },
      { text: 'works in a private', weight: 0.88 },
      { text: 'works in private', weight: 0.85 },
      { text: 'different browser works', weight: 0.85 },
    ],
    tell: (facts) => ({
      side: 'host',
      title: 'The browser holds on to something old',
      cause: 'A cached redirect, an old cookie or a half-finished login is left in this browser.',
      fix: {
        text: `Clear the site data of ${facts.connection ? `${facts.connection.app.url} and ${facts.connection.provider.entry.url}` : 'the app and the provider'} in this browser, then sign in afresh.`,
      },
    }),
    seen: threads('int128/kubelogin#960', 'usememos/memos#1643'),
  },
  {
    id: 'only-a-warning',
    section: 'G',
    see: 'A program warns of something that will change later, and the login fails for another reason.',
    sides: ['provider', 'app'],
    explains: [],
    keys: [
      { text: 'you are not required to make any changes as this has been automatically mapped', weight: 0.9 },
      {
        text: ['is deprecated', 'has been replaced by'],
        weight: 0.62,
        without: ['configuration key not expected'],
      },
      {
        text: ['is deprecated', 'will be removed in'],
        weight: 0.6,
        without: ['configuration key not expected'],
      },
      { text: 'deprecationwarning:', weight: 0.55 },
    ],
    tell: (facts) => ({
      side: facts.product === undefined ? 'app' : 'provider',
      title: 'This is only a warning, and not why the login fails',
      cause: `${capital(facts.product === undefined ? 'the program' : provider(facts))} still takes the old name or form and says that it will not do so for ever.`,
      fix: {
        text: 'Look for the cause elsewhere: paste the lines of the log from the moment of the failed login, or run check. The warning goes away when the new name is used.',
      },
    }),
    seen: [
      ...threads('hedgedoc/hedgedoc#5540'),
      code(
        'Authelia: keys that are mapped',
        'authelia/authelia internal/configuration/deprecation.go@23572030b',
      ),
    ],
  },
  {
    id: 'keychain-unavailable',
    ref: 'D58',
    section: 'G',
    see: "Latchkey can't keep secrets, because there is no keychain or it is locked.",
    sides: ['host'],
    explains: [],
    keys: [
      { text: 'encryption is not available', weight: 0.93 },
      { text: 'basic_text', weight: 0.85 },
      { text: 'data passed to set was too big', weight: 0.93 },
      { text: 'org.freedesktop.secrets', weight: 0.9 },
      { text: 'no such secret collection', weight: 0.85 },
      { text: 'keychain-locked', weight: 0.85 },
    ],
    tell: () => ({
      side: 'host',
      title: 'There is no usable keychain',
      cause:
        'No Secret Service answers on this machine (no keyring is installed, it is locked, or the desktop session is not recognised), or a value is too large for it.',
      fix: {
        text: 'Install and unlock a keyring (gnome-keyring or KWallet with its Secret Service), or keep secrets for this session only. Plain text is never called a keychain.',
      },
    }),
    seen: threads(
      'electron/electron#39789',
      'ente/ente#7942',
      'daintreehq/daintree#12614',
      'int128/kubelogin#1255',
    ),
  },
  {
    id: 'app-config-ignored',
    section: 'G',
    see: 'The app starts without its login button, because its configuration is not read as meant.',
    sides: ['app'],
    explains: [],
    keys: [
      { text: ['micronaut.security', 'no login button'], weight: 0.7 },
      { text: ['error instantiating bean', 'oauth'], weight: 0.85 },
      { text: ['configuration-path', 'micronaut.security.oauth2'], weight: 0.5 },
      { text: 'no openid configuration found', weight: 0.6 },
      { text: 'cannot resolve property micronaut.security.oauth2', weight: 0.85 },
    ],
    tell: (facts) => {
      const written = datum(facts, 'claim_setting');
      if (written !== undefined)
        return {
          side: 'app',
          title: 'The app does not take its settings, so it shows no login button',
          cause: `${written} is to name one claim, and it holds “${datum(facts, 'current') ?? ''}”. An app that finds a setting it can't use leaves the login switched off.`,
          fix: {
            text: `Write ${datum(facts, 'wanted') ?? 'email'} or email there, and restart ${app(facts)}.`,
            setting: written,
            ...known('value', datum(facts, 'wanted')),
            ...known('current', datum(facts, 'current')),
          },
        };
      return {
        side: 'app',
        title: "The app's configuration is not read as meant",
        cause:
          'Micronaut ignores keys that stand at the wrong level without a word, and a client without an issuer is left out.',
        fix: {
          text: `Replace the block micronaut.security.oauth2 by the exported one, at the top level of the configuration, and restart ${app(facts)}.`,
          setting: appSetting(facts, 'issuer'),
          ...known('value', facts.connection?.provider_metadata.issuer),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [
      docs(
        'Micronaut Security documentation',
        'https://micronaut-projects.github.io/micronaut-security/latest/guide/',
      ),
      ...threads('tchiotludo/akhq#597'),
    ],
  },
];
