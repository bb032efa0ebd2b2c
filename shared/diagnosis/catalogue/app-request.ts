import { type Cause, code, docs, type Facts, rule } from './cause.ts';
import {
  app,
  appDeliverable,
  appSetting,
  capital,
  clientId,
  datum,
  firstDifference,
  issuer,
  known,
  provider,
  redirectUri,
  scopesAs,
  setAt,
} from './setup.ts';

/** What the app itself sends, asked where its login begins: causes that only its own request shows. */

const how = (facts: Facts): string | undefined => datum(facts, 'how');
/** True if the app still has, or was given, quotes around a value. */
export const hasQuotes = (facts: Facts): boolean => how(facts) === 'quotes';

/** The setting whose value has quotes, as far as the app's own request shows it. */
export const quotedSetting = ({ findings }: Facts): 'client_id' | 'redirect_uri' | 'issuer' => {
  const codes = findings.map(({ code }) => code);
  return codes.includes('app-client-id-differs')
    ? 'client_id'
    : codes.includes('app-redirect-differs')
      ? 'redirect_uri'
      : 'issuer';
};

/** What belongs there, without quotes. */
export const quotedValue = (facts: Facts): string | undefined =>
  facts.findings.length === 0
    ? undefined
    : quotedSetting(facts) === 'issuer' && datum(facts, 'variable') === undefined
      ? issuer(facts)
      : datum(facts, 'expected');

/** How the app comes to read it again: a container keeps the variables that it was made with. */
const again = (facts: Facts): string =>
  setAt(facts, 'client_id').some(({ way }) => way === 'env')
    ? 'make its container anew: a restart alone keeps the old variables'
    : 'restart it';

const OTHER_CLIENT: Readonly<Record<string, string>> = {
  secret:
    'it sent the client secret in the place of the client ID, so the two are swapped. The secret has been shown in the address bar',
  digest: 'it sent the digest of the client secret, which stands beside the client ID in the provider’s file',
  empty: 'it sent an empty client ID, so it was never told one or the name of the setting is misspelt',
  'further-client': 'it sent the client ID of another program of the same app',
  case: 'the client ID has other capital letters',
};

const ENDPOINT_NAMES = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'] as const;

export const APP_REQUEST: readonly Cause[] = [
  {
    id: 'app-shows-secret-to-everyone',
    section: 'B',
    see: 'Asked without a login, the app answers with the client secret.',
    sides: ['app'],
    explains: [{ codes: ['app-shows-secret'], weight: 0.97 }],
    keys: [],
    tell: (facts) => ({
      side: 'app',
      title: `${capital(app(facts))} shows the client secret to everyone`,
      cause: `Asked just now without any login, ${app(facts)} answered with the client secret${datum(facts, 'url') === undefined ? '' : ` at ${datum(facts, 'url')}`}. Everyone who reaches the app can have it, and with it speak to ${provider(facts)} as this app.`,
      fix: {
        text: `Update ${app(facts)} to a version that keeps it to itself, then make a new secret (latchkey secrets rotate) and apply both sides. Until then, let only people you trust reach the app.`,
      },
    }),
    seen: [
      code(
        'A list of providers that everyone may ask, with the secret (0.22.0 to 0.25.2)',
        'usememos/memos server/router/api/v1/idp_service.go@v0.22.5',
      ),
    ],
  },
  {
    id: 'app-sends-other-client-id',
    section: 'B',
    see: 'Asked where its login begins, the app sends another client ID than the workspace has.',
    sides: ['app'],
    explains: [{ codes: ['app-client-id-differs'], weight: 0.93 }],
    keys: [],
    tell: (facts) => {
      const sent = datum(facts, 'sent');
      const kind = how(facts) ?? 'other';
      const wanted = clientId(facts);
      const swapped = kind === 'secret';
      return {
        side: 'app',
        title: `${capital(app(facts))} uses another client ID than the workspace`,
        cause: `Asked just now, ${app(facts)} ${
          OTHER_CLIENT[kind] === undefined
            ? `sent the client ID ${sent === undefined ? 'of another client' : `“${sent}”`}${wanted === undefined ? '' : `, and its own is “${wanted}”`}. It was not restarted after the change, or still has the settings of an earlier set-up`
            : `was judged by its own request: ${OTHER_CLIENT[kind]}`
        }.`,
        fix: {
          text: `Write the client ID of the workspace into ${appSetting(facts, 'client_id')} of ${app(facts)}${swapped ? ', the secret into its own setting, rotate the secret' : ''}, and ${again(facts)}.`,
          setting: appSetting(facts, 'client_id'),
          ...known('value', wanted),
          ...known('current', kind === 'secret' || kind === 'digest' ? undefined : sent),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [rule('RFC 6749 §2.2')],
  },
  {
    id: 'app-sends-other-redirect',
    section: 'A',
    see: 'Asked where its login begins, the app sends another redirect URI than the one that is registered.',
    sides: ['app'],
    explains: [{ codes: ['app-redirect-differs'], weight: 0.91 }],
    keys: [],
    tell: (facts) => {
      const sent = datum(facts, 'redirect_uri');
      const wanted = datum(facts, 'expected') ?? redirectUri(facts);
      const difference =
        sent === undefined || wanted === undefined ? undefined : firstDifference(sent, wanted);
      return {
        side: 'app',
        title: `${capital(app(facts))} sends another redirect URI than the workspace says`,
        cause: `Asked just now, ${app(facts)} sent ${sent ?? 'another redirect URI'}${wanted === undefined ? '' : `, and registered is ${wanted}`}${difference === undefined ? '' : `; ${difference}`}. Either it was not restarted after the change, or its public address is set to something else.`,
        fix: {
          text: `Correct ${appSetting(facts, 'redirect_uri')} of ${app(facts)}${wanted === undefined ? '' : ` so that it sends ${wanted}`}, and restart it. If the address that it sent is the right one, correct the app's address in the workspace instead.`,
          setting: appSetting(facts, 'redirect_uri'),
          ...known('value', wanted),
          ...known('current', sent),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [rule('RFC 6749 §3.1.2')],
  },
  {
    id: 'app-goes-to-other-provider',
    section: 'D',
    see: 'Asked where its login begins, the app leads to another address than the provider announces.',
    sides: ['app'],
    explains: [{ codes: ['app-provider-differs'], weight: 0.92 }],
    keys: [],
    tell: (facts) => {
      const [sent, announced] = [datum(facts, 'sent'), datum(facts, 'expected')];
      const which = ENDPOINT_NAMES.find((name) => name === datum(facts, 'which')) ?? 'authorization_endpoint';
      const typed = setAt(facts, which).length > 0;
      const setting = appSetting(facts, typed ? which : 'issuer');
      return {
        side: 'app',
        title: `${capital(app(facts))} leads to another address than the provider’s`,
        cause: `Asked just now, ${app(facts)} ${which === 'authorization_endpoint' ? 'led to' : `listed as its ${which}`} ${sent ?? 'another address'}${announced === undefined ? '' : `, and ${provider(facts)} announces ${announced}`}. ${typed ? 'The address was typed into the app, or is that of an earlier provider.' : 'It has another issuer in its settings, or the provider announces other addresses inside the container network than outside.'}`,
        fix: {
          text: `Correct ${setting} of ${app(facts)} and restart it.${typed ? '' : ' If it is right already, have the app reach the provider by its public address.'}`,
          setting,
          ...known('value', typed ? announced : issuer(facts)),
          ...known('current', sent),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [docs('OpenID Connect Discovery, provider metadata', 'OpenID Connect Discovery 1.0 §3')],
  },
  {
    id: 'app-asks-other-scopes',
    section: 'C',
    see: 'Asked where its login begins, the app asks for other scopes than the workspace says.',
    sides: ['app'],
    explains: [{ codes: ['app-scopes-differ'], weight: 0.9 }],
    keys: [],
    tell: (facts) => {
      const [missing, more] = [datum(facts, 'missing'), datum(facts, 'more')];
      const wanted = facts.connection?.client.scopes.join(' ');
      return {
        side: 'app',
        title: `${capital(app(facts))} asks for other scopes than the workspace says`,
        cause: `Asked just now, ${app(facts)} ${[
          ...(missing === undefined
            ? []
            : [`does not ask for ${missing}, so what belongs to it never arrives`]),
          ...(more === undefined ? [] : [`also asks for ${more}, which a strict provider refuses`]),
          ...(missing === undefined && more === undefined ? ['asks for other scopes'] : []),
        ].join(', and ')}.`,
        fix: {
          text: `Set ${appSetting(facts, 'scopes')} of ${app(facts)} as in the exported file and restart it, or write the scopes that it asks for into the workspace.`,
          setting: appSetting(facts, 'scopes'),
          ...scopesAs(facts, 'value', wanted),
          ...scopesAs(facts, 'current', datum(facts, 'sent')?.replaceAll(', ', ' '), more),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [rule('RFC 6749 §3.3')],
  },
  {
    id: 'app-sends-no-pkce',
    section: 'C',
    see: 'Asked where its login begins, the app sends no code_challenge, or a plain one.',
    sides: ['app'],
    explains: [{ codes: ['app-pkce-missing'], weight: 0.9 }],
    keys: [],
    tell: (facts) => ({
      side: 'app',
      title: `${capital(app(facts))} does not send PKCE with S256`,
      cause: `Asked just now, ${app(facts)} sent ${datum(facts, 'sent') === 'plain' ? 'a code_challenge of the method plain' : 'no code_challenge'}, though ${facts.connection?.pkce.require === false ? 'this version usually does' : 'the client has to'}. PKCE is switched off there, or another version runs than the workspace says.`,
      fix: {
        text: `Switch PKCE (S256) on in ${app(facts)} and restart it. If that version can't, write require_pkce: false for the app into the workspace and apply the provider's side again.`,
        setting: 'code_challenge_method',
        value: 'S256',
        ...known('current', datum(facts, 'sent')),
      },
    }),
    seen: [rule('RFC 7636 §4.3')],
  },
  {
    id: 'forward-auth-in-front',
    section: 'A',
    see: 'The app’s address leads to the provider’s portal, or to a proxy that signs people in, before the app is asked.',
    sides: ['proxy'],
    explains: [{ codes: ['app-behind-other-login'], weight: 0.92 }],
    keys: [
      { text: 'server redirected to', weight: 0.7 },
      { text: ['redirected to', 'authelia'], weight: 0.62 },
      { text: ['forward auth', 'redirect'], weight: 0.6 },
      { text: ['forward_auth', 'redirect'], weight: 0.6 },
      { text: ['forwardauth', 'redirect'], weight: 0.6 },
      { text: '/outpost.goauthentik.io/start', weight: 0.6 },
      { text: '/oauth2/start?rd=', weight: 0.45 },
    ],
    tell: (facts) => {
      const to = datum(facts, 'leads_to');
      return {
        side: 'proxy',
        title: 'A second login stands in front of the app',
        cause: `${facts.findings.length > 0 || to !== undefined ? `${capital(app(facts))} was asked where its login begins, and ${to ?? 'another login'} answered in its place` : `A login answers in the place of ${app(facts)}`}: the reverse proxy asks for a login of its own (forward authentication). People sign in twice, phone apps and the provider's calls to the app don't get through, and the app's own login can't be seen from here.`,
        fix: {
          text: `Since ${app(facts)} signs in through the provider itself, take it out of the forward authentication of the reverse proxy; or let at least ${redirectUri(facts) ?? 'its callback'} pass without it.`,
        },
      };
    },
    seen: [
      code('Authelia: the parameter rd', 'authelia/authelia internal/handlers/handler_authz.go@23572030b'),
      docs(
        'authentik: proxy provider behind nginx',
        'https://docs.goauthentik.io/docs/providers/proxy/server_nginx',
      ),
      docs(
        'A proxy that signs people in: its endpoints (7.10)',
        'https://oauth2-proxy.github.io/oauth2-proxy/features/endpoints/',
      ),
    ],
  },
  {
    id: 'app-login-start-fails',
    section: 'G',
    see: 'The app answers with a server error where its login begins, before any redirect.',
    sides: ['app'],
    explains: [{ codes: ['app-login-fails'], weight: 0.9 }],
    keys: [],
    tell: (facts) => ({
      side: 'app',
      title: `${capital(app(facts))} can’t begin its login`,
      cause: `It answered ${datum(facts, 'status') ?? 'with a server error'} at ${datum(facts, 'url') ?? 'the address where its login begins'}. Most apps read the provider's discovery document at that moment, so the usual reason is that the app does not reach ${provider(facts)} or does not trust its certificate.`,
      fix: {
        text: `Run the container probe (latchkey check --container-command) in the container of ${app(facts)}, and look into its log at this moment: explain reads it.`,
      },
    }),
    seen: [
      docs('OpenID Connect Discovery, obtaining provider configuration', 'OpenID Connect Discovery 1.0 §4'),
    ],
  },
];
