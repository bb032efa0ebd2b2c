import { meant } from '../../../workspace/nearest.ts';
import type { ChangeValue } from '../../merge/changes.ts';
import { replaced, valued, withKey } from '../mend.ts';
import { isPattern, redirectFlaw, withoutBlanks } from '../redirect.ts';
import { hitIf, type Mend, type Rule } from '../rule.ts';
import { child, type Entry, entryOf, isDynamic, isEmpty, itemsOf, type Node, textAt } from '../tree.ts';
import type { AuthentikFiles } from './objects.ts';
import { S } from './sources.ts';
import { appOf, eachProvider, isPartial, type Redirect, redirectsOf, someProvider } from './walk.ts';

type Files = AuthentikFiles;

const eachRedirect = (
  find: (redirect: Redirect) => boolean,
  mend: (redirect: Redirect) => Mend = () => ({}),
) =>
  eachProvider(function* (provider) {
    for (const redirect of redirectsOf(provider))
      if (find(redirect)) yield { at: redirect.node, with: { uri: redirect.url }, ...mend(redirect) };
  });

/** True if a pattern lets in any address of its scheme. */
const matchesAll = (url: string): boolean =>
  /^\^?(?:https?(?:\?|:|\(s\)\?)?.{0,6})?\.[*+]\$?$/.test(url) ||
  url === '*' ||
  /^\^?https\?:\/\/\.[*+]/.test(url);

/**
 * True if the pattern doesn't match the address that it is written as: a bare ? or + in an address without other signs of
 * a pattern. Not tried out, because a pattern of a file may take for ever.
 */
const missesItself = (url: string): boolean =>
  /[a-z0-9/=&][?+][a-z]/i.test(url) && !/\\|\.[*+]|[()[\]|]/.test(url);

/** The addresses of the form of before 2024.10, each compared as it is. */
function asList(node: Node | undefined): ChangeValue | undefined {
  const urls = (node?.type === 'list' ? node.items : [node])
    .map((item) => textAt(item))
    .flatMap((text) => text?.split(/\s+/).filter((url) => url !== '') ?? ['']);
  return urls.length === 0 || urls.some((url) => redirectFlaw(url) !== undefined)
    ? undefined
    : urls.map((url) => ({ matching_mode: 'strict', url }));
}

const withMode = (item: Node, mode: Entry | undefined): Mend =>
  isEmpty(mode?.value)
    ? withKey(item, 'matching_mode', 'strict')
    : valued(mode!.value, meant(textAt(mode!.value) ?? '', ['strict', 'regex']));

/** Rules about redirect URIs of providers. */
export const REDIRECTS: readonly Rule<Files>[] = [
  {
    id: 'authentik-redirects-empty',
    severity: 'warning',
    says: 'The provider {provider} has no redirect URI. authentik takes the first one that anybody sends and keeps it.',
    fix: 'Add one strict entry with the redirect URI of the app.',
    source: S.code,
    find: someProvider((provider) =>
      hitIf(!isPartial(provider) && isEmpty(provider.get('redirect_uris')), {
        at: provider.entry('redirect_uris')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-redirect-any',
    severity: 'error',
    says: 'The provider {provider} sends codes to any address: the pattern {uri} matches everything. Whoever makes a person click a link gets into the app.',
    fix: 'Write one strict entry with the redirect URI of the app.',
    source: S.redirectUris,
    find: eachRedirect(({ mode, url }) => mode === 'regex' && matchesAll(url)),
  },
  {
    id: 'authentik-redirect-strict-pattern',
    severity: 'error',
    since: '2024.10',
    says: 'The provider {provider} has {uri} as a strict entry, and it looks like a pattern. It is compared character by character and never matches.',
    fix: 'Write the address itself, without escapes and stars.',
    source: S.redirectUris,
    find: eachRedirect(({ mode, url }) => mode === 'strict' && isPattern(url)),
  },
  {
    id: 'authentik-redirect-misses-itself',
    severity: 'error',
    says: 'The provider {provider} has {uri} as a pattern, and a sign in it, such as ?, means something else there. The address itself doesn’t match.',
    fix: 'Choose matching_mode: strict, or put a backslash in front of the sign.',
    source: S.regex,
    mends: 'always',
    choice: 'Right if the address is meant as it stands, and not as a pattern.',
    find: eachRedirect(
      ({ mode, url }) => mode === 'regex' && !matchesAll(url) && missesItself(url),
      ({ node }) => valued(child(node, 'matching_mode'), 'strict'),
    ),
  },
  {
    id: 'authentik-redirect-bare-dots',
    severity: 'warning',
    says: 'The provider {provider} has {uri} as a pattern with bare dots. A dot matches any character, so other hosts match, too.',
    fix: 'Choose matching_mode: strict, or write \\. for each dot.',
    source: S.redirectUris,
    mends: 'if it has no sign of a pattern',
    choice: 'Addresses that fit the pattern alone are then refused.',
    find: eachRedirect(
      ({ mode, url }) =>
        mode === 'regex' &&
        !matchesAll(url) &&
        !missesItself(url) &&
        /^\^?https?:\/\/[^/]*[a-z0-9]\.[a-z]/i.test(url),
      ({ node, url }) => (isPattern(url) ? {} : valued(child(node, 'matching_mode'), 'strict')),
    ),
  },
  {
    id: 'authentik-redirect-old-form',
    severity: 'error',
    since: '2024.10',
    says: 'The redirect URIs of the provider {provider} are a text. Since 2024.8.5 and 2024.10.3 they are a list with matching_mode and url, and a text is refused.',
    fix: 'Write a list: matching_mode: strict and url for each address.',
    source: S.redirectUris,
    mends: 'if every address is a plain one',
    find: someProvider((provider) => {
      const node = provider.get('redirect_uris');
      const old =
        node?.type === 'list'
          ? node.items.some((item) => textAt(item) !== undefined)
          : (textAt(node) ?? '') !== '';
      return hitIf(old, {
        at: provider.entry('redirect_uris')?.at ?? provider.at,
        ...replaced(provider.entry('redirect_uris'), asList(node)),
      });
    }),
  },
  {
    id: 'authentik-redirect-mode',
    severity: 'error',
    since: '2024.10',
    says: 'A redirect URI of the provider {provider} has no matching_mode that there is.',
    fix: 'Write matching_mode: strict.',
    source: S.schema,
    mends: 'if the address is a plain one',
    find: eachProvider(function* (provider) {
      const node = provider.get('redirect_uris');
      if (node?.type !== 'list') return;
      for (const item of node.items) {
        const mode = entryOf(item, 'matching_mode');
        if (
          item.type === 'map' &&
          !isDynamic(mode?.value) &&
          !['strict', 'regex'].includes(textAt(mode?.value) ?? '')
        )
          yield {
            at: mode?.at ?? item,
            ...(isPattern(textAt(child(item, 'url')) ?? '*') ? {} : withMode(item, mode)),
          };
      }
    }),
  },
  {
    id: 'authentik-redirect-broken',
    severity: 'error',
    says: 'The redirect URI {uri} of the provider {provider} has no scheme or has a blank in it. It never matches.',
    fix: 'Write the whole address as the app sends it.',
    source: S.code,
    mends: 'if it is a blank at one end',
    find: eachRedirect(
      ({ mode, url }) => mode !== 'regex' && ['blank', 'no-scheme'].includes(redirectFlaw(url) ?? ''),
      ({ node, url }) => valued(child(node, 'url'), withoutBlanks(url)),
    ),
  },
  {
    id: 'authentik-redirect-forbidden-scheme',
    severity: 'error',
    says: 'The provider {provider} has the redirect URI {uri}, a scheme that authentik refuses.',
    fix: 'Write the https address of the app.',
    source: S.code,
    find: eachRedirect(({ url }) => /^\s*(?:javascript|data|vbscript):/i.test(url)),
  },
  {
    id: 'authentik-redirect-http',
    severity: 'warning',
    says: 'The redirect URI {uri} of the provider {provider} is http. An app behind https sends https, and over http the code can be read on its way.',
    fix: 'Write https, and let the proxy tell the app that it is reached by https.',
    source: S.code,
    find: eachRedirect(({ mode, url }) => mode !== 'regex' && redirectFlaw(url) === 'http'),
  },
  {
    id: 'authentik-redirect-of-app',
    severity: 'warning',
    says: 'No redirect URI of the provider {provider} is one that {app} sends. It comes back to {right}.',
    fix: 'Register the address of the app with {right} at its end.',
    source: S.code,
    find: someProvider((provider, files) => {
      const app = appOf(provider, files);
      const strict = redirectsOf(provider).filter(
        ({ mode, url }) => mode === 'strict' && redirectFlaw(url) === undefined,
      );
      return hitIf(
        app !== undefined &&
          app.callbacks.length > 0 &&
          strict.length > 0 &&
          strict.length === itemsOf(provider.get('redirect_uris')).length &&
          !strict.some(({ url }) => app.callbacks.some(({ matches }) => matches.test(url))),
        {
          at: provider.entry('redirect_uris')?.at ?? provider.at,
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
