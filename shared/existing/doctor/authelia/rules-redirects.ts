import { onLine, valued, without } from '../mend.ts';
import { isPattern, type RedirectFlaw, redirectFlaw, withoutBlanks } from '../redirect.ts';
import { hitIf, type Mend, type Rule } from '../rule.ts';
import { isDynamic, isEmpty, type Node, textAt } from '../tree.ts';
import type { AutheliaClient, AutheliaConfiguration } from './configuration.ts';
import { appOf } from './rules-clients.ts';
import { S } from './sources.ts';
import { eachClient, someClient } from './walk.ts';

type Config = AutheliaConfiguration;

const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

const redirectsWith = (
  flaw: RedirectFlaw,
  also: (client: AutheliaClient) => boolean = () => true,
  mend: (node: Node, uri: string) => Mend = () => ({}),
) =>
  eachClient(function* (client) {
    if (!also(client)) return;
    for (const node of client.redirects) {
      const uri = textAt(node);
      if (uri !== undefined && redirectFlaw(uri) === flaw)
        yield { at: node, with: { uri }, ...mend(node, uri) };
    }
  });

/** Rules about redirect URIs, which Authelia compares character by character. */
export const REDIRECTS: readonly Rule<Config>[] = [
  {
    id: 'authelia-redirect-missing',
    severity: 'error',
    says: 'The client {client} has no redirect URI, so no login can come back to the app.',
    fix: 'Add redirect_uris with the address that the app sends.',
    source: S.clients,
    find: someClient((client) => {
      const entry = client.entry('redirect_uris');
      const needs =
        !client.grants.length ||
        client.grants.some((grant) => /^(?:authorization_code|implicit)$/.test(grant));
      return hitIf(needs && isEmpty(entry?.value) && !isDynamic(entry?.value), {
        at: entry?.at ?? client.at,
      });
    }),
  },
  {
    id: 'authelia-redirect-no-scheme',
    severity: 'error',
    says: 'The redirect URI {uri} of the client {client} has no scheme. The app sends the whole address, so it never matches.',
    fix: 'Write https:// in front of it.',
    source: S.validator,
    find: redirectsWith('no-scheme'),
  },
  {
    id: 'authelia-redirect-blank',
    severity: 'error',
    says: 'The redirect URI {uri} of the client {client} has a blank or an invisible character, so it never matches.',
    fix: 'Type it again without the blank; several addresses are a list, one a line.',
    source: S.library,
    mends: 'if it stands at one end',
    find: redirectsWith('blank', undefined, (node, uri) => {
      const right = withoutBlanks(uri);
      return right === undefined ? {} : valued(node, right);
    }),
  },
  {
    id: 'authelia-redirect-pattern',
    severity: 'error',
    says: 'The redirect URI {uri} of the client {client} looks like a pattern. Authelia compares character by character, so it never matches.',
    fix: 'Write each address out, one a line.',
    source: S.library,
    find: redirectsWith('pattern'),
  },
  {
    id: 'authelia-redirect-fragment',
    severity: 'error',
    says: 'The redirect URI {uri} of the client {client} has a part behind #. No request may have one (RFC 6749), so it never matches.',
    fix: 'Leave out the # and what follows.',
    source: S.library,
    find: redirectsWith('fragment'),
  },
  {
    id: 'authelia-redirect-capitals',
    severity: 'warning',
    says: 'The host or scheme of {uri} at the client {client} has capital letters. Browsers and most apps send them small, and then it doesn’t match.',
    fix: 'Write scheme and host in small letters.',
    source: S.library,
    mends: 'always',
    *find(config) {
      for (const hit of redirectsWith('capitals')(config)) {
        const uri = String(hit.with?.['uri'] ?? '');
        const right = uri.replace(/^[a-z]+:\/\/[^/?#]*/i, (address) => address.toLowerCase());
        yield { ...hit, ...onLine(hit.at, uri, right) };
      }
    },
  },
  {
    id: 'authelia-redirect-http',
    severity: 'warning',
    says: 'The redirect URI {uri} of the client {client} is http. An app behind https sends https, and over http the code can be read on its way.',
    fix: 'Write https, and let the proxy tell the app that it is reached by https.',
    source: S.library,
    find: redirectsWith('http', (client) => !client.isPublic),
  },
  {
    id: 'authelia-redirect-http-public',
    severity: 'error',
    says: 'The redirect URI {uri} of the public client {client} is http. Authelia refuses that for public clients, unless it is this machine.',
    fix: 'Write https.',
    source: S.library,
    find: redirectsWith('http', (client) => client.isPublic),
  },
  {
    id: 'authelia-redirect-out-of-band',
    severity: 'error',
    says: 'The client {client} isn’t public and has the redirect URI urn:ietf:wg:oauth:2.0:oob, which only public clients may have. Authelia doesn’t start.',
    fix: 'Take it out.',
    source: S.validator,
    mends: 'if there is another one',
    choice: 'The other way is a public client, which keeps this address.',
    find: eachClient(function* (client) {
      if (!client.isPublic)
        for (const node of client.redirects)
          if (textAt(node) === OUT_OF_BAND) yield { at: node, ...without(node) };
    }),
  },
  {
    id: 'authelia-redirect-of-app',
    severity: 'warning',
    says: 'No redirect URI of the client {client} is one that {app} sends. It comes back to {right}.',
    fix: 'Register the address of the app with {right} at its end.',
    source: S.library,
    find: someClient((client) => {
      const app = appOf(client);
      const uris = client.redirectUris.filter((uri) => !isPattern(uri) && redirectFlaw(uri) !== 'no-scheme');
      return hitIf(
        app !== undefined &&
          app.callbacks.length > 0 &&
          uris.length > 0 &&
          uris.length === client.redirects.length &&
          !uris.some((uri) => app.callbacks.some(({ matches }) => matches.test(uri.trim()))),
        {
          at: client.entry('redirect_uris')?.at ?? client.at,
          with: {
            app: app?.name,
            right: app?.callbacks
              .map(({ shown }) => shown.replace(/\{settings\.[^}]*\}/g, '…'))
              .slice(0, 2)
              .join(' or '),
          },
        },
      );
    }),
  },
];
