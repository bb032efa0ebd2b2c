import { canParseUrl } from '../../can-parse-url.ts';
import { type Cause, code, docs, type Facts, ran, type Told, threads } from './cause.ts';
import { app, appDeliverable, appSetting, capital, datum, known, provider } from './setup.ts';

/** A setting for one endpoint that holds the address of another one, or of none. */
function otherEndpoint(facts: Facts): Told {
  const [purpose, url, wanted] = [datum(facts, 'purpose'), datum(facts, 'url'), datum(facts, 'wanted')];
  const setting = datum(facts, 'setting') ?? 'the setting';
  return {
    side: 'app',
    title: `${setting} does not hold the address of the ${purpose} endpoint`,
    cause: `${setting} is ${url}, and ${provider(facts)} has its ${purpose} endpoint ${wanted === undefined ? 'elsewhere: this is another endpoint of it' : `at ${wanted}`}.`,
    fix: {
      text: `Write ${wanted ?? `${purpose}_endpoint of ${provider(facts)}'s discovery document`} into ${setting}.`,
      setting,
      ...known('value', wanted),
      ...known('current', url),
    },
  };
}

/** The app's own setting for the address is empty, or its name is misspelt. */
function noTokenEndpoint(facts: Facts): Told {
  const setting = appSetting(facts, 'token_endpoint');
  return {
    side: 'app',
    title: `${capital(app(facts))} has no address of the token endpoint`,
    cause: `${capital(app(facts))} asked for a token at an empty address. Its endpoints are written into its own settings, and the one for tokens is empty, or its name is misspelt, so that nobody reads it.`,
    fix: {
      text: `Write token_endpoint of ${provider(facts)}'s discovery document into ${setting}, compare the name of the setting letter by letter with its neighbours, and restart ${app(facts)}.`,
      setting,
      ...appDeliverable(facts),
    },
  };
}

/** An address at which providers take forms of their own. */
const OF_PROVIDER = /\/(?:realms|oauth2?|oidc|authorize|application\/o|if\/flow|openid)\b/i;

/** An endpoint that was typed, and is no address. */
function noAddress(facts: Facts): Told {
  const setting = appSetting(facts, 'token_endpoint');
  return {
    side: 'app',
    title: 'One of the addresses that the app has is none',
    cause: `${capital(app(facts))} can't take an address of ${provider(facts)} apart: its scheme or host is missing, or a blank or quotes came along as a part of it.`,
    fix: {
      text: `Copy the endpoints from ${provider(facts)}'s discovery document (/.well-known/openid-configuration) into ${setting} of ${app(facts)}, each as one whole address with https://, without blanks and quotes.`,
      setting,
      ...known('current', datum(facts, 'actual')),
      ...appDeliverable(facts),
    },
  };
}

/** Causes that show only in what programs say, and never to `check` or the test login. */
export const SAID: readonly Cause[] = [
  {
    id: 'browser-blocks-form',
    section: 'C',
    see: 'A button of the login does nothing; the browser’s console says that form-action forbids it.',
    sides: ['app', 'provider', 'proxy'],
    explains: [],
    keys: [
      { text: ['content security policy', 'form-action', 'send form data'], weight: 0.9 },
      { text: ['content security policy', 'form-action', 'sending form data'], weight: 0.9 },
      { text: ['form-action', 'blocks redirect'], weight: 0.7 },
      { text: ['form-action', 'csp', 'blocked'], weight: 0.65 },
      { text: ['form-action', 'csp', 'error'], weight: 0.7 },
      { text: ['form-action', 'content security policy', 'complain'], weight: 0.7 },
      { text: ['form-action', 'content security policy', 'violat'], weight: 0.7 },
      { text: ['form-action', 'csp', 'does not redirect'], weight: 0.7 },
    ],
    tell: (facts) => {
      const url = datum(facts, 'url');
      const origin = url !== undefined && canParseUrl(url) ? new URL(url).origin : url;
      const side = url !== undefined && OF_PROVIDER.test(url) ? 'provider' : 'app';
      return {
        side,
        title: 'The browser does not let the login form through',
        cause: `The page with the button has a Content-Security-Policy whose form-action is ${datum(facts, 'allowed') ?? 'too narrow'}. Chromium and Safari hold each redirect after the form to it, too, so ${origin ?? 'the next address of the login'} is blocked. Firefox does not, and there the login works.`,
        fix: {
          text: `Add ${side === 'provider' ? `the app's address to form-action in the policy of ${provider(facts)}'s login page` : `${origin ?? "the provider's address"} to form-action in the policy of ${app(facts)}'s login page`}. The header comes from the program itself or from the proxy in front of it.`,
          setting: 'Content-Security-Policy: form-action',
          ...known('value', side === 'provider' || origin === undefined ? undefined : `'self' ${origin}`),
          ...known('current', datum(facts, 'allowed')),
        },
      };
    },
    seen: [
      ...threads('oidc-wp/openid-connect-generic#654', 'kanidm/kanidm#3354'),
      docs('Content Security Policy, form-action', 'CSP Level 3 §6.4.1'),
    ],
  },
  {
    id: 'secret-not-sent',
    section: 'B',
    see: 'The provider says that the method “none” was used: no secret arrived.',
    sides: ['app', 'proxy'],
    explains: [],
    entails: ['secret-wrong-or-swapped', 'wrong-secret-method', 'client-unknown'],
    keys: [
      { text: "but the method 'none' was determined to be used", weight: 0.93 },
      { text: "determined to be using 'token_endpoint_auth_method' method 'none'", weight: 0.93 },
    ],
    tell: (facts) => {
      const id = datum(facts, 'client_id');
      const method = datum(facts, 'registered_method');
      return {
        side: 'app',
        title: `${capital(app(facts))} sends no client secret`,
        cause: `${capital(provider(facts))} wants ${method ?? 'a secret'} of the client${id ? ` “${id}”` : ''}, and the request had none. The setting for the secret is empty in the app: it was never set, its name is misspelt, or Compose took the part behind a $ for a variable. More rarely, a proxy takes the Authorization header away.`,
        fix: {
          text: `Set ${appSetting(facts, 'client_secret')} of ${app(facts)} to the secret in clear, write each $ twice in a Compose file, and start the app again. The container probe shows whether it arrives.`,
          setting: appSetting(facts, 'client_secret'),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [
      code('Authelia: client authentication', 'authelia/oauth2-provider client_authentication.go@v0.2.27'),
      ran('An app with an empty secret at a real Authelia', 'Authelia 4.39.20'),
    ],
  },
  {
    id: 'login-banned',
    section: 'F',
    see: 'The right password is refused, after several wrong ones.',
    sides: ['provider'],
    explains: [],
    entails: ['password-refused', 'denied-by-policy'],
    keys: [{ text: ['authentication attempt by user', 'they are banned until'], weight: 0.93 }],
    tell: (facts) => {
      const user = datum(facts, 'user');
      const until = datum(facts, 'until');
      return {
        side: 'provider',
        title: `${capital(provider(facts))} has banned ${user ? `the user “${user}”` : 'this user'} for a while`,
        cause: `There were too many wrong passwords${user ? ` for “${user}”` : ''}, so ${provider(facts)} refuses every password${until ? ` until ${until}` : ' for some time'}. App and client are not the reason.`,
        fix: {
          text: `Wait${until ? ` until ${until}` : ' until the ban is over'}, or end it: authelia storage bans user revoke${user ? ` ${user}` : ''}. How many attempts are allowed stands under regulation.`,
          setting: 'regulation',
        },
      };
    },
    seen: [
      code('Authelia: first factor', 'authelia/authelia internal/handlers/response.go@v4.39.20'),
      ran('Five wrong passwords at a real Authelia', 'Authelia 4.39.20'),
    ],
  },
  {
    id: 'password-refused',
    section: 'F',
    see: 'The provider’s own page refuses user name and password.',
    sides: ['provider'],
    explains: [],
    keys: [{ text: 'unsuccessful 1fa authentication attempt by user', weight: 0.9 }],
    tell: (facts) => {
      const user = datum(facts, 'user');
      return {
        side: 'provider',
        title: `${capital(provider(facts))} does not take this user name and password`,
        cause: `The sign-in at ${provider(facts)} itself failed${user ? ` for “${user}”` : ''}, before anything of the app: the password or the name is wrong, or after several attempts the user is banned for a while. Its page says the same in all these cases.`,
        fix: {
          text: `Look at ${provider(facts)}'s log at that time: it says whether the user is banned, and until when. Otherwise set a new password there.`,
          setting: 'regulation',
        },
      };
    },
    seen: [code('Authelia: first factor', 'authelia/authelia internal/handlers/response.go@v4.39.20')],
  },
  {
    id: 'ca-file-missing',
    section: 'D',
    see: 'The app fails when it opens the file with the CA, before it connects.',
    sides: ['app'],
    explains: [{ codes: ['tls-ca-file-missing'], weight: 0.95 }],
    entails: ['container-cannot-reach-idp', 'untrusted-certificate', 'provider-failing'],
    keys: [
      { text: ['load_verify_locations', 'no such file or directory'], weight: 0.96 },
      { text: 'could not find a suitable tls ca certificate bundle', weight: 0.96 },
      { text: 'error setting certificate verify locations', weight: 0.95 },
      { text: 'error setting certificate file', weight: 0.95 },
      { text: ['ignoring extra certs from', 'load failed'], weight: 0.95 },
      { text: 'the trustanchors parameter must be non-empty', weight: 0.95 },
      { text: ['x509: failed to load system roots'], weight: 0.85 },
      { text: ['failed to read ca', 'no such file'], weight: 0.93 },
      { text: ['ca certificate', 'no such file or directory'], weight: 0.9 },
    ],
    tell: (facts) => {
      const stem = datum(facts, 'path');
      const ending = datum(facts, 'ending');
      const path = stem === undefined || ending === undefined ? stem : `${stem}.${ending}`;
      return {
        side: 'app',
        title: `The CA file${path ? ` ${path}` : ''} that the app is told is not there`,
        cause: `${capital(app(facts))} is told to trust the CA in ${path ?? 'a file'}, and there is no such file where it runs: in a container, the path inside it counts. ${facts.data['goes_on'] === true ? 'It goes on without the file, and trusts only the authorities that it brings.' : 'The provider was not even asked.'}`,
        fix: {
          text: `Mount the CA file into the container at ${path ?? `the path that ${appSetting(facts, 'ca')} names`}, or correct that path. If Docker has made a folder of that name on the host, remove it first.`,
          setting: appSetting(facts, 'ca'),
          ...known('current', path),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [
      code('Python: ssl.create_default_context', 'python/cpython Lib/ssl.py'),
      ran('An app without its mounted CA file', 'httpx 0.28'),
    ],
  },
  {
    id: 'app-endpoint-wrong',
    section: 'D',
    see: 'The app uses one of the provider’s addresses for another purpose than it has.',
    sides: ['app'],
    explains: [],
    entails: ['redirect-not-registered', 'redirect-not-registered-authelia', 'provider-failing'],
    keys: [
      { text: 'cannot fetch token: 405', weight: 0.94 },
      { text: 'cannot fetch token: 404', weight: 0.9 },
      { text: ['405 method not allowed', 'token'], weight: 0.8 },
      { text: ['status code 405', 'token'], weight: 0.85 },
    ],
    tell: (facts) => {
      if (datum(facts, 'empty') !== undefined) return noTokenEndpoint(facts);
      if (datum(facts, 'malformed') !== undefined) return noAddress(facts);
      if (datum(facts, 'purpose') !== undefined) return otherEndpoint(facts);
      const used = datum(facts, 'url');
      const is = datum(facts, 'is');
      const setting =
        is === undefined ? appSetting(facts, 'token_endpoint') : appSetting(facts, 'authorization_endpoint');
      return {
        side: 'app',
        title:
          is === undefined
            ? 'The address that the app has for the token endpoint is another one'
            : `The app sends people to the ${is} endpoint instead of the authorization endpoint`,
        cause:
          is === undefined
            ? `The app asked for a token at an address that takes no such request${used ? ` (${used})` : ''}: it is not the token endpoint of ${provider(facts)}, but its discovery address or another one.`
            : `The login begins at ${used ?? `the ${is} endpoint`}, which is for the app's own requests and shows no page. Two endpoints were swapped in the app.`,
        fix: {
          text: `Copy ${is === undefined ? 'token_endpoint' : 'authorization_endpoint and token_endpoint'} from ${provider(facts)}'s discovery document (/.well-known/openid-configuration) into ${setting} of ${app(facts)}.`,
          setting,
          ...known('current', used),
          ...appDeliverable(facts),
        },
      };
    },
    seen: [ran('An app with its endpoints swapped', 'Authelia 4.39.20')],
  },
];
