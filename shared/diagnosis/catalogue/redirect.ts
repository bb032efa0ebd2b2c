import { canParseUrl } from '../../can-parse-url.ts';
import { ownWords } from '../judges/words.ts';
import { type Cause, code, docs, type Facts, rule, type Told, thread, threads } from './cause.ts';
import {
  allData,
  app,
  appDeliverable,
  appSetting,
  capital,
  clientPlace,
  datum,
  firstDifference,
  hostOf,
  isInternalHost,
  known,
  provider,
  providerDeliverable,
  redirectUri,
  setAt,
} from './setup.ts';

/** Section A of the catalogue: the redirect URI. */

/** What a provider says of an address with http. */
const SAYS_HTTP = /redirect_?uri is http and is not allowed/i;

/** True for the test's own callback, not one of the app's callbacks (which mode “paste back” uses). */
const ofTest = (facts: Facts): boolean => {
  const uri = datum(facts, 'redirect_uri', 'received', 'uri');
  return (
    facts.check?.light === 'test-callback' &&
    !(uri !== undefined && facts.connection?.client.redirect_uris.includes(uri))
  );
};

/** The callback that was refused, or else the app's own. */
const refused = (facts: Facts): string | undefined =>
  datum(facts, 'redirect_uri', 'received', 'uri') ?? redirectUri(facts);

/**
 * The registered redirect URI differs from the one the app sends. Every product words this cause differently.
 */
function notRegistered(facts: Facts, setting: string): Told {
  const wanted = redirectUri(facts);
  const sent = refused(facts);
  // The app sends something else than the workspace says it should, so the app's side is wrong.
  const stray = wanted !== undefined && sent !== undefined && !registered(facts, sent);
  if (stray) {
    const slash = sent === `${wanted}/` || wanted === `${sent}/`;
    return {
      side: 'app',
      title: `${capital(app(facts))} sends another redirect URI than it should`,
      cause: `${capital(app(facts))} sent ${sent}, but its callback is ${wanted}; ${firstDifference(sent, wanted)}. ${capital(provider(facts))} refuses a redirect URI that is not registered character for character${slash ? ', the final slash included' : ''}.`,
      fix: {
        text: `Set ${appSetting(facts, 'redirect_uri')} so that the app sends exactly ${wanted}; do not register the wrong address.`,
        setting: appSetting(facts, 'redirect_uri'),
        value: wanted,
        current: sent,
        ...appDeliverable(facts),
      },
    };
  }
  // What is registered ends as this app's callback always does, so what the app sends is made from a wrong address.
  const fits = datum(facts, 'registered_fits');
  if (fits !== undefined) {
    const name = datum(facts, 'of_app') ?? app(facts);
    const setting = datum(facts, 'public_url') ?? appSetting(facts, 'redirect_uri');
    return {
      side: 'app',
      title: `${capital(name)} sends another redirect URI than it should`,
      cause: `${fits} is registered, and that is the callback of ${name}. ${sent === undefined ? 'It sends another one' : `It sent ${sent}`}, which it makes from its own address: ${setting} is missing or wrong there.`,
      fix: {
        text: `Set ${setting} of ${name} so that it sends exactly ${fits}, without quotes, and restart it; do not register the wrong address.`,
        setting,
        value: datum(facts, 'public_url_value') ?? fits,
        ...known('current', sent),
      },
    };
  }
  if (datum(facts, 'no_host') !== undefined)
    return {
      side: 'app',
      title: 'The app sends a redirect URI without its own address',
      cause: `${capital(app(facts))} sent ${sent}, which is a path and no address: it does not know by which name it is reached. ${capital(provider(facts))} takes only whole addresses.`,
      fix: {
        text: `Set the public address of ${app(facts)}, with https:// and its host, and restart it. Then register what it sends on ${clientPlace(facts)}.`,
        setting: appSetting(facts, 'redirect_uri'),
        ...known('current', sent),
        ...appDeliverable(facts),
      },
    };
  const bare = sent !== undefined && /^https?:\/\/[^/?#]+\/?$/i.test(sent);
  if (wanted === undefined && bare)
    return {
      side: 'app',
      title: 'The app sends its own address as redirect URI, without the path of its callback',
      cause: `${capital(app(facts))} sent ${sent}, which has no path: that is the address of the app, and not the one that it listens at after a login. ${capital(provider(facts))} compares redirect URIs character by character.`,
      fix: {
        text: `Write the whole callback address into the app, with the path that its documentation names, and register the same on ${clientPlace(facts)}.`,
        setting: appSetting(facts, 'redirect_uri'),
        ...known('current', sent),
        ...appDeliverable(facts),
      },
    };
  const current = datum(facts, 'registered');
  const difference = current && sent ? firstDifference(sent, current) : undefined;
  return {
    side: 'provider',
    title: `The app's redirect URI is not registered at ${provider(facts)}`,
    cause: `${capital(provider(facts))} compares redirect URIs character by character, and ${sent ?? 'the one the app sends'} is not among those of this client${difference ? `: ${difference}` : ''}. A different scheme, host, port, case, path or final slash is enough.`,
    fix: {
      text: `Register ${sent ?? 'exactly the redirect URI that the app sends'} on ${clientPlace(facts)}. If that address itself looks wrong (http, an internal name), correct the app's public URL instead.`,
      setting,
      ...known('value', sent),
      ...known('current', current),
      ...providerDeliverable(facts),
    },
  };
}

function registered(facts: Facts, uri: string): boolean {
  const uris = facts.connection?.client.redirect_uris ?? [];
  return uris.includes(uri) || uri === facts.connection?.test_redirect_uri;
}

const appsOwn = (facts: Facts): boolean => !ofTest(facts);

const isPlain = (uri: string | undefined): boolean => uri?.startsWith('http:') === true;

const EVIDENCE = [
  {
    codes: ['redirect-uri-not-registered', 'redirect-uri-refused'] as const,
    weight: 0.9,
    when: appsOwn,
    condition: "the app's own redirect URI was sent",
  },
];

/** The causes that only say that an address is not registered. */
export const NOT_REGISTERED: readonly string[] = [
  'redirect-not-registered-authelia',
  'redirect-authentik',
  'redirect-keycloak',
  'redirect-pocket-id',
  'redirect-not-registered',
];

export const REDIRECT: readonly Cause[] = [
  {
    id: 'redirect-not-registered-authelia',
    ref: 'D01',
    section: 'A',
    see: 'Authelia shows invalid_request with a hint that names redirect_uri, before any login.',
    sides: ['provider', 'app'],
    products: ['authelia'],
    explains: EVIDENCE,
    entails: ['redirect-not-registered', 'authorization-refused'],
    keys: [
      // Its library is a branch of another one, with the same words.
      { text: "does not match any of the oauth 2.0 client's pre-registered", weight: 0.95, others: true },
      { text: "client's pre-registered 'redirect_uris'", weight: 0.95 },
      { text: 'did not match any of the registered redirect_uris', weight: 0.85 },
      { text: "did not match 'redirect_uri' value", weight: 0.85 },
    ],
    tell: (facts) => notRegistered(facts, 'redirect_uris'),
    seen: threads(
      'authelia/authelia#5074',
      '9p4/jellyfin-plugin-sso#284',
      '9p4/jellyfin-plugin-sso#182',
      'nicotsx/zerobyte#722',
    ),
  },
  {
    id: 'redirect-authentik',
    ref: 'D02',
    section: 'A',
    see: 'authentik shows “Redirect URI Error”; an event lists the entries that are allowed.',
    sides: ['provider', 'app'],
    products: ['authentik'],
    explains: EVIDENCE,
    keys: [
      { text: ['mismatching redirection uri'], weight: 0.93 },
      { text: 'invalid redirect uri used by client', weight: 0.85 },
      { text: 'missing, invalid, or mismatching redirection uri', weight: 0.95 },
      { text: 'redirect uri error', weight: 0.85 },
    ],
    tell: (facts) => {
      const told = notRegistered(facts, 'Redirect URIs');
      if (told.side === 'app') return told;
      const sent = refused(facts);
      // Literally the same, so only the signs in it that mean something else in a pattern can be the reason.
      if (datum(facts, 'compared') === 'regex' && sent && facts.data['literally'] === true)
        return {
          ...told,
          title: 'The registered redirect URI is taken for a pattern',
          cause: `Before 2024.12 authentik takes each entry for a regular expression. ${sent} is registered, but a sign in it, such as ? or +, means something else there, so the entry doesn't match itself.`,
          fix: {
            text: `In ${clientPlace(facts)}, write a backslash before each of . ? + ( ) in the entry. From 2024.12 on choose Strict for it instead.`,
            setting: 'Redirect URIs',
            ...(sent.includes('[redacted]') ? {} : { value: sent.replace(/[.?+*()[\]{}^$|\\]/g, '\\$&') }),
            current: sent,
            ...providerDeliverable(facts),
          },
        };
      return {
        ...told,
        cause: `${told.cause} An entry of the kind Strict is taken literally, so a pattern such as .* or \\. in it never matches.`,
        fix: {
          ...told.fix,
          text: `Under Redirect URIs of ${clientPlace(facts)}, keep one entry: Strict, Authorization, ${told.fix.value ?? 'the exact callback of the app'}. Avoid patterns.`,
        },
      };
    },
    seen: threads(
      'moghtech/komodo#121',
      'goauthentik/authentik#12135',
      'goauthentik/authentik#12136',
      'goauthentik/authentik#23219',
      'christiaangoossens/hass-oidc-auth#35',
    ),
  },
  {
    id: 'redirect-differs-at-token',
    ref: 'D03',
    section: 'A',
    see: 'The login page works, then the app says that the exchange of the code failed.',
    sides: ['app'],
    explains: [
      {
        codes: ['token-grant-refused', 'token-client-refused', 'token-request-refused'],
        weight: 0.86,
        when: (facts) => /redirect/i.test(ownWords(datum(facts, 'error_description', 'description'))),
        condition: 'the answer speaks of the redirect URI in its own words, not in the standard’s sentence',
      },
    ],
    keys: [
      { text: 'invalid redirect uri used by provider', weight: 0.95 },
      { text: "redirect_uri' from this request does not match", weight: 0.85 },
      { text: 'incorrect redirect_uri', weight: 0.7 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The app names another redirect URI when it redeems the code',
      cause: `${capital(app(facts))} builds its callback twice, from different settings: once for the login page, once for the token request. The two must be the same text, the port included.`,
      fix: {
        text: `Set the one public address everywhere ${app(facts)} asks for it, with its port if it is not 443, so that both requests carry ${redirectUri(facts) ?? 'the same callback'}.`,
        setting: appSetting(facts, 'redirect_uri'),
        ...known('value', redirectUri(facts)),
        ...known('current', datum(facts, 'received', 'redirect_uri')),
        ...appDeliverable(facts),
      },
    }),
    seen: threads('madeofpendletonwool/PinePods#689'),
  },
  {
    id: 'redirect-keycloak',
    ref: 'D04',
    section: 'A',
    see: 'Keycloak shows an error page before the login; its event log names the client and the address.',
    sides: ['provider', 'app'],
    products: ['keycloak'],
    explains: EVIDENCE,
    keys: [
      { text: 'invalid parameter: redirect_uri', weight: 0.95 },
      { text: 'error="invalid_redirect_uri"', weight: 0.9 },
      { text: 'error=invalid_redirect_uri', weight: 0.85 },
    ],
    tell: (facts) => notRegistered(facts, 'Valid redirect URIs'),
    seen: threads(
      'keycloak/keycloak#10528',
      'keycloak/keycloak#15123',
      'keycloak/keycloak#45390',
      'opencloud-eu/opencloud#642',
    ),
  },
  {
    id: 'redirect-pocket-id',
    ref: 'D05',
    section: 'A',
    see: 'Pocket ID shows “Invalid callback URL” after its own page has loaded.',
    sides: ['provider', 'app'],
    products: ['pocket-id'],
    explains: EVIDENCE,
    keys: [
      { text: 'invalid callback url', weight: 0.93, without: ['same-origin', 'same origin'] },
      { text: 'invalid redirect uri, it might be necessary for an admin', weight: 0.9 },
    ],
    tell: (facts) => notRegistered(facts, 'Callback URLs'),
    seen: threads(
      'stonith404/pingvin-share#850',
      'pocket-id/pocket-id#66',
      'pocket-id/pocket-id#109',
      'pocket-id/pocket-id#458',
      'tess1o/geopulse#512',
    ),
  },
  {
    id: 'redirect-not-registered',
    section: 'A',
    see: 'The provider shows an error page of its own that speaks of the redirect URI.',
    sides: ['provider', 'app'],
    explains: [{ ...EVIDENCE[0]!, weight: 0.6 }],
    keys: [
      { text: ['redirect uri', 'not allowed'], weight: 0.68 },
      { text: ['redirect_uri', 'not allowed'], weight: 0.7 },
      { text: ['redirect_uri', 'not registered'], weight: 0.75 },
      { text: ['redirect uri', 'not registered'], weight: 0.75 },
      { text: ['redirect_uri', 'does not match'], weight: 0.7 },
      { text: ['redirect uri', 'does not match'], weight: 0.7 },
      // ory/fosite adds this hint about redirect_uri to every invalid_request.
      {
        text: ['redirect_uri', 'invalid'],
        weight: 0.5,
        without: ['has exactly whitelisted the redirect_uri'],
      },
      { text: ['redirect uri', 'invalid'], weight: 0.5 },
      { text: ['callback url', 'mismatch'], weight: 0.7 },
      { text: ['redirect_uri', 'mismatch'], weight: 0.7 },
      { text: 'unregistered redirect_uri', weight: 0.9 },
      { text: "does not match any of the oauth 2.0 client's pre-registered redirect", weight: 0.85 },
      { text: 'redirect_uri is missing in the client configuration', weight: 0.9 },
      { text: 'redirect_uri_mismatch', weight: 0.8 },
      { text: 'the redirect uri is not registered', weight: 0.7 },
      { text: 'redirect uri mismatch', weight: 0.6 },
    ],
    tell: (facts) => notRegistered(facts, 'redirect_uris'),
    seen: [docs('RFC 6749, redirection endpoint', 'RFC 6749 §3.1.2.3')],
  },
  {
    id: 'redirect-http-refused',
    section: 'A',
    see: 'The provider says that a redirect URI with http is not allowed.',
    sides: ['provider', 'app'],
    explains: [
      {
        codes: EVIDENCE[0]!.codes,
        weight: 0.96,
        when: (facts) => SAYS_HTTP.test(ownWords(datum(facts, 'error_description', 'text', 'excerpt'))),
        condition: 'the answer says that http is not allowed',
      },
    ],
    entails: ['redirect-not-registered'],
    keys: [
      { text: 'redirect_uri is http and is not allowed', weight: 0.96 },
      { text: 'insecure redirect uri', weight: 0.9 },
      { text: 'insecure redirect_uri', weight: 0.9 },
      { text: 'insecure redirect url', weight: 0.9 },
    ],
    tell: (facts) => {
      const uri = redirectUri(facts);
      return {
        side: 'provider',
        title: 'The provider takes no redirect URI with plain http',
        cause: `${uri?.startsWith('http:') ? uri : 'The redirect URI that the app sends'} begins with http, and ${provider(facts)} allows that only where the client says so. A code that travels in the clear can be stolen.`,
        fix: {
          text: `Serve ${app(facts)} over https, and write that address into the workspace. For a test only, allow http at ${clientPlace(facts)}${facts.product === 'zitadel' ? ' by its Development Mode' : ''}.`,
          ...(facts.product === 'zitadel' ? { setting: 'Development Mode' } : {}),
        },
      };
    },
    seen: [
      code('ZITADEL’s library: the rules for redirect URIs', 'zitadel/oidc pkg/op/auth_request.go@81322d9'),
    ],
  },
  {
    id: 'redirect-takes-any',
    section: 'A',
    see: 'The provider sends people, with their codes, to any address that is asked for.',
    sides: ['provider'],
    explains: [{ codes: ['redirect-uri-any-accepted'], weight: 0.93 }],
    keys: [],
    tell: (facts) => {
      const wanted = redirectUri(facts);
      const setting =
        facts.product === 'keycloak'
          ? 'Valid redirect URIs'
          : facts.product === 'pocket-id'
            ? 'Callback URLs'
            : facts.product === 'authentik'
              ? 'Redirect URIs'
              : 'redirect_uris';
      return {
        side: 'provider',
        title: 'The provider accepts any redirect URI for this client',
        cause: `${capital(provider(facts))} answered to an address on a host that nobody has. A pattern such as .* or * is registered, so anyone can have a person's code sent to themselves.`,
        fix: {
          text: `On ${clientPlace(facts)}, replace the pattern by ${wanted ?? 'the exact callback of the app'}${facts.product === 'authentik' ? ' with the matching mode Strict' : ''}.`,
          setting,
          ...known('value', wanted),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [docs('OAuth 2.0 Security Best Current Practice', 'RFC 9700 §2.1')],
  },
  {
    id: 'redirect-downgraded-to-http',
    ref: 'D06',
    section: 'A',
    see: 'The address bar shows redirect_uri=http:// although the site is served over https.',
    sides: ['proxy', 'app'],
    explains: [
      {
        codes: ['app-redirect-differs'],
        weight: 0.95,
        when: (facts) => datum(facts, 'how') === 'scheme' && isPlain(datum(facts, 'redirect_uri')),
        condition: 'the app itself sent http, and only that differs',
      },
    ],
    entails: NOT_REGISTERED,
    keys: [
      { text: ['redirect_uri', 'http instead of https'], weight: 0.9 },
      { text: ['redirect uri', 'http instead of https'], weight: 0.9 },
      { text: ['redirect', 'http instead of https'], weight: 0.85 },
      { text: 'redirect url is using an insecure protocol', weight: 0.93 },
      { text: 'http is only allowed for hosts with suffix', weight: 0.85 },
    ],
    tell: (facts) => {
      const wanted = redirectUri(facts);
      // An app that is told its whole redirect URI doesn't make it from the request.
      const pathOf = datum(facts, 'path_of');
      const told = setAt(facts, 'callback').length > 0 || pathOf !== undefined;
      const sent = datum(facts, 'redirect_uri');
      const side = told ? 'app' : 'proxy';
      return {
        side,
        title: 'The app believes it is reached over plain http',
        cause: `${capital(app(facts))} built its callback with http://${sent ? ` (${sent})` : ''}, because TLS ends at the proxy and the app ${told ? 'is told so in its own setting' : `was not told: the forwarded scheme is missing or not trusted${facts.connection ? '' : ', or its own setting for the address begins with http'}`}.`,
        fix:
          pathOf !== undefined
            ? {
                text: `The path is the one of ${pathOf}, which is told its whole redirect URI: write it with https into ${datum(facts, 'told_by')}, and restart ${pathOf}. Registering the http form is a stopgap only.`,
                ...known('setting', datum(facts, 'told_by')),
                ...known('value', sent?.replace(/^http:/i, 'https:')),
                ...known('current', sent),
              }
            : side === 'app'
              ? {
                  text: `Write the https address into ${appSetting(facts, 'redirect_uri')}.`,
                  setting: appSetting(facts, 'redirect_uri'),
                  ...known('value', wanted),
                  ...known('current', datum(facts, 'redirect_uri')),
                  ...appDeliverable(facts),
                }
              : {
                  text: `Have the proxy send X-Forwarded-Proto and X-Forwarded-Host to ${app(facts)}, and the app trust that proxy or know its public https URL${wanted ? ` (the callback must come out as ${wanted})` : ''}. Caddy and Traefik send it by themselves; in nginx it is the line “proxy_set_header X-Forwarded-Proto $scheme;”.${facts.connection ? '' : ' If the app has a setting for its redirect URI or public URL, write https there.'} Registering the http form is a stopgap only.`,
                  setting: 'X-Forwarded-Proto',
                  value: 'https',
                  ...known('current', datum(facts, 'redirect_uri')),
                },
      };
    },
    seen: [
      docs(
        'Caddy: reverse_proxy, defaults',
        'https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#defaults',
      ),
      docs(
        'nginx: proxy_set_header',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header',
      ),
      ...threads(
        'grafana/grafana#69218',
        '9p4/jellyfin-plugin-sso#302',
        '9p4/jellyfin-plugin-sso#257',
        'paperless-ngx/paperless-ngx#8550',
        'eitchtee/WYGIWYH#514',
      ),
    ],
  },
  {
    id: 'internal-address-leaks',
    ref: 'D07',
    section: 'A',
    see: 'After the login the browser goes to localhost, a container name or a private port.',
    sides: ['app', 'proxy'],
    explains: [
      {
        codes: ['app-redirect-differs'],
        weight: 0.94,
        when: (facts) => ['internal', 'port'].includes(datum(facts, 'how') ?? ''),
        condition: 'the app itself sent an internal host, or another port',
      },
    ],
    entails: NOT_REGISTERED,
    keys: [
      // Right where everything runs on one machine.
      { text: ['redirect_uri', 'localhost'], weight: 0.45 },
      { text: ['redirected to', 'localhost'], weight: 0.72 },
      { text: ['redirects to', 'localhost'], weight: 0.72 },
      { text: ['redirected to', '127.0.0.1'], weight: 0.7 },
      { text: ['redirecting to', '//localhost', 'token='], weight: 0.7, quiet: true },
      { text: 'redirect_uri=http://localhost', weight: 0.45 },
      { text: 'redirect_uri=http://0.0.0.0', weight: 0.8 },
    ],
    tell: (facts) => {
      const got = datum(facts, 'redirect_uri');
      const wanted = redirectUri(facts);
      const port = got === undefined ? undefined : /^https?:\/\/[^/]*:(443|80)(?=\/|$)/i.exec(got)?.[1];
      if (got !== undefined && port !== undefined && !isInternalHost(hostOf(got) ?? '')) {
        const bare = got.replace(`:${port}`, '');
        return {
          side: 'app',
          title: `The app writes the usual port, ${port}, into its callback`,
          cause: `${capital(app(facts))} sends ${got}; people use it without the port, and so it is registered. Providers compare character by character.`,
          fix: {
            text: `Take :${port} out of ${app(facts)}'s public URL, or out of the Host and X-Forwarded-Port that its proxy sends, so that the callback is ${wanted ?? bare}. If the app can't do without, register ${got} beside it.`,
            setting: appSetting(facts, 'redirect_uri'),
            value: wanted ?? bare,
            current: got,
          },
        };
      }
      // Without a setting for its address, an app makes it of the request, as the proxy passes that on.
      const fromProxy = facts.connection !== undefined && setAt(facts, 'redirect_uri').length === 0;
      if (fromProxy && wanted !== undefined && canParseUrl(wanted))
        return {
          side: 'proxy',
          title: 'An internal address of the app leaks into the login',
          cause: `${capital(app(facts))} builds its callback from the request that it gets, and that names ${hostOf(got) ? `“${hostOf(got)}”` : 'an internal host or port'}, which is not the address people use: the proxy does not pass the host on.`,
          fix: {
            text: `Have the proxy send the Host header that the browser sent (${new URL(wanted).host}) to ${app(facts)}, so that the callback comes out as ${wanted}.`,
            setting: 'Host',
            value: new URL(wanted).host,
            ...known('current', got),
          },
        };
      return {
        side: 'app',
        title: 'An internal address of the app leaks into the login',
        cause: `${capital(app(facts))} builds its callback from ${hostOf(got) ? `“${hostOf(got)}”` : 'an internal host or port'}, which is not the address people use. Its public URL is not set, or the proxy does not forward the host and port.`,
        fix: {
          text: `Set ${app(facts)}'s public URL${wanted ? ` so that the callback is ${wanted}` : ''}, and have the proxy forward the original host and port.`,
          setting: appSetting(facts, 'redirect_uri'),
          ...known('value', wanted),
          ...known('current', got),
          ...appDeliverable(facts),
        },
      };
    },
    seen: threads(
      'manyfold3d/manyfold#2990',
      'journiv/journiv-app#68',
      'sassanix/Warracker#79',
      'paperless-ngx/paperless-ngx#8941',
    ),
  },
  {
    id: 'mobile-callback',
    ref: 'D08',
    section: 'A',
    see: 'The login works on the web and fails in the phone app.',
    sides: ['provider', 'app'],
    explains: [],
    keys: [
      // The address alone stands in the log of every login of a phone.
      ...[
        'error',
        'invalid',
        'fail',
        'mismatch',
        'not registered',
        'not allowed',
        'refused',
        'rejected',
        'missing',
      ].map((wrong) => ({ text: [':///oauth-callback', wrong], weight: 0.9 })),
      { text: ':///oauth-callback', weight: 0.45 },
      { text: 'custom scheme uris are not allowed', weight: 0.93 },
    ],
    tell: (facts) => {
      const uri = datum(facts, 'redirect_uri');
      // The app keeps a list of its own, and its own log says that the address is not on it.
      if (datum(facts, 'said_by') !== undefined && datum(facts, 'side') === 'app')
        return {
          side: 'app',
          title: "The app itself refuses the phone app's callback",
          cause: `${capital(app(facts))} has a list of its own of the addresses that phone apps may be sent back to, and ${uri ?? 'this one'} is not on it. The provider was not asked.`,
          fix: {
            text: `Add ${uri ?? 'the address'} to the allowed mobile redirect URIs in the settings of ${app(facts)}.`,
            setting: 'allowed mobile redirect URIs',
            ...known('value', uri),
          },
        };
      const view = datum(facts, 'view');
      if (view !== undefined)
        return {
          side: 'app',
          title: 'The way back into the phone app is not open',
          cause:
            view === 'web'
              ? `The login was shown in a web view of the app, which can't follow an address of the app's own${uri === undefined ? '' : ` (${uri})`}. The provider did its part.`
              : `No app on the phone takes the address${uri === undefined ? '' : ` ${uri}`} to which the login leads back.`,
          fix: {
            text:
              view === 'web'
                ? "Have the app open the login in the system's browser (ASWebAuthenticationSession, Custom Tabs), or update it; where it can't, use its web-based mobile redirect."
                : 'Install or update the phone app, and see that its scheme is the one in the redirect URI.',
            setting: 'redirect_uris',
            ...known('current', uri),
          },
        };
      return {
        side: 'provider',
        title: "The phone app's callback is not registered",
        cause: `The phone app uses a redirect URI of its own with a scheme such as com.example.app:, and ${provider(facts)} does not have it, or refuses such schemes.`,
        fix: {
          text: `Register every form of the callback that the app's documentation lists on ${clientPlace(facts)}. Where custom schemes are refused, switch on the app's web-based mobile redirect instead.`,
          setting: 'redirect_uris',
          ...known('value', datum(facts, 'redirect_uri')),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads(
      'immich-app/immich#12246',
      'immich-app/immich#13467',
      'immich-app/immich#17825',
      'passmower/passmower#66',
    ),
  },
  {
    id: 'test-callback-refused',
    ref: 'D09',
    section: 'A',
    see: "The provider refuses the test login's own callback on 127.0.0.1.",
    sides: ['provider'],
    explains: [
      {
        codes: ['redirect-uri-refused', 'redirect-uri-not-registered'],
        weight: 0.92,
        when: ofTest,
        condition: "the test's own callback was sent",
      },
      { codes: ['callback-wrong-path', 'callback-wrong-host'], weight: 0.6 },
    ],
    keys: [],
    tell: (facts) => {
      const wanted =
        datum(facts, 'redirect_uri', 'uri', 'expected') ?? facts.connection?.test_redirect_uri ?? undefined;
      const arrived = allData(facts, 'path', 'host', 'actual')[0];
      return {
        side: 'provider',
        title: "The test's callback is not registered",
        cause: arrived
          ? `The browser came back to ${arrived}, not to the address the test listens on${wanted ? ` (${wanted})` : ''}.`
          : `${capital(provider(facts))} does not have the test's own redirect URI on this client. This says nothing about ${app(facts)}'s own callback.`,
        fix: {
          text: `Add ${wanted ?? 'the callback that the test prints'} to ${clientPlace(facts)} for the test, and remove it afterwards.`,
          setting: facts.product === 'authentik' ? 'Redirect URIs' : 'redirect_uris',
          ...known('value', wanted),
          ...providerDeliverable(facts),
          ...(facts.connection && facts.connection.test_redirect_uri === undefined
            ? { workspace_path: `apps.${facts.connection.app.id}.test_redirect_uri` }
            : {}),
        },
      };
    },
    seen: [
      thread('smallstep/certificates (discussion 439)'),
      ...threads('aaif-goose/goose#6268', 'SecureAuthCorp/oauth2c#98', 'coreos/go-oidc#324'),
    ],
  },
  {
    id: 'further-client-not-registered',
    section: 'A',
    see: 'The app’s own page signs people in, and another program of it, such as its command line or its phone app, can’t.',
    sides: ['provider'],
    explains: [{ codes: ['further-client-unknown', 'further-redirect-not-registered'], weight: 0.95 }],
    keys: [],
    tell: (facts) => {
      const id = datum(facts, 'client_id') ?? 'its client id';
      const uri = datum(facts, 'redirect_uri');
      const program = `the ${datum(facts, 'used_by') ?? 'other program'} of ${app(facts)}`;
      const isUnknown = facts.findings.some(({ code }) => code === 'further-client-unknown');
      return {
        side: 'provider',
        title: isUnknown
          ? `${capital(provider(facts))} doesn't know the client of ${program}`
          : `The redirect URI of ${program} is not registered`,
        cause: isUnknown
          ? `${capital(program)} signs in with a client of its own, ${id}, beside the app's. ${capital(provider(facts))} has none with that id.`
          : `${capital(program)} signs in with a client of its own, ${id}, and comes back to ${uri ?? 'an address of its own'}, which is not registered there.`,
        fix: {
          text: `Register the client ${id}${uri === undefined ? '' : ` with ${uri}`} at ${provider(facts)}, as its guide in the export says. If nobody uses that program, switch it off in the settings of ${app(facts)}.`,
          setting: isUnknown ? 'client_id' : 'redirect_uris',
          ...known('value', isUnknown ? datum(facts, 'client_id') : uri),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [rule('RFC 6749 §3.1.2.3, RFC 8252 §7')],
  },
];
